// How a test file is run under mutation: each test as always, and then again for every mutant that it comes by. One run
// of vitest so does the work of thousands, which is possible because these tests are pure: they can be run twice.
import {TestRunner} from 'vitest'

/** How much oftener than in the honest code a mutant may be come by, before it is taken for an endless loop. */
const ENDLESS = 20

/** What Stryker's instrumented code looks at: src/lib is full of `if (this mutant is active)`. */
const stryker = (globalThis.__stryker__ ??= {})
stryker.mutantCoverage ??= {static: {}, perTest: {}}
/** Of all files of this worker, so that nothing is killed twice. */
const killed = new Set()

export default class ReplayRunner extends TestRunner {
  async runTask(test) {
    const run = TestRunner.getTestFn(test)
    const cover = await covered(run)
    const kills = {}
    for (const [mutant, hits] of Object.entries(cover)) {
      if (killed.has(mutant)) continue
      const message = await failureWith(mutant, hits, run)
      if (message === undefined) continue
      killed.add(mutant)
      kills[mutant] = message
    }
    await unchanged(run)
    test.meta.mutation = {cover, kills}
  }

  /** What was come by while the file was loaded, before any test: Stryker leaves those mutants out. */
  async onBeforeRunSuite(suite) {
    await super.onBeforeRunSuite(suite)
    if (suite.file !== suite) return
    suite.meta.mutation = {loading: stryker.mutantCoverage.static}
    stryker.mutantCoverage.static = {}
  }
}

async function covered(run) {
  const id = 'this test'
  stryker.currentTestId = id
  try {
    await run()
  } finally {
    stryker.currentTestId = undefined
  }
  const cover = stryker.mutantCoverage.perTest[id] ?? {}
  stryker.mutantCoverage.perTest = {}
  return cover
}

async function failureWith(mutant, hits, run) {
  Object.assign(stryker, {activeMutant: mutant, hitCount: 0, hitLimit: hits * ENDLESS})
  try {
    await run()
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  } finally {
    Object.assign(stryker, {activeMutant: undefined, hitCount: undefined, hitLimit: undefined})
  }
}

/** A test that fails now has kept something of the mutants: what it said of them is worth nothing. */
async function unchanged(run) {
  try {
    await run()
  } catch (cause) {
    throw new Error('the test cannot be run again after mutants: what it keeps must be made anew in each run', {cause})
  }
}
