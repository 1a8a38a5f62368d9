// A test runner for Stryker that lets vitest run once, in which every test is run for every mutant (replay.mjs), and
// then answers from what came of it. Stryker's own runner for vitest starts it anew for each mutant: 25 minutes instead of one.
import {startVitest} from 'vitest/node'

class ReplayingRunner {
  #options
  #kills = new Map()

  constructor(options) {
    this.#options = options
  }

  capabilities() {
    return {reloadEnvironment: true}
  }

  async dryRun() {
    const {config} = this.#options.replay
    const vitest = await startVitest('test', [], {config, watch: false, reporters: []})
    const files = vitest.state.getFiles()
    const errors = vitest.state.getUnhandledErrors()
    await vitest.close()
    if (errors.length > 0) return {status: 'error', errorMessage: errors.map(String).join('\n')}
    const tests = files.flatMap(testsOf)
    const perTest = {}
    for (const {id, mutation} of tests) {
      perTest[id] = mutation?.cover ?? {}
      for (const [mutant, message] of Object.entries(mutation?.kills ?? {})) this.#kills.set(mutant, {id, message})
    }
    const coverage = {static: Object.assign({}, ...files.map(({meta}) => meta.mutation?.loading)), perTest}
    return {status: 'complete', tests: tests.map(({result}) => result), mutantCoverage: coverage}
  }

  mutantRun({activeMutant, testFilter = []}) {
    const kill = this.#kills.get(activeMutant.id)
    const nrOfTests = testFilter.length
    if (kill === undefined) return {status: 'survived', nrOfTests}
    return {status: 'killed', killedBy: [kill.id], failureMessage: kill.message, nrOfTests}
  }
}

function testsOf(file) {
  const inside = task => (task.type === 'suite' ? task.tasks.flatMap(inside) : [task])
  return file.tasks
    .flatMap(inside)
    .map(task => ({id: task.id, mutation: task.meta.mutation, result: resultOf(task, file)}))
}

function resultOf({id, name, result}, {filepath}) {
  const told = {id, name, fileName: filepath, timeSpentMs: result?.duration ?? 0}
  if (result?.state === 'pass') return {...told, status: 0}
  return {...told, status: 1, failureMessage: result?.errors?.[0]?.message ?? `it was ${result?.state ?? 'not run'}`}
}

function create(options) {
  return new ReplayingRunner(options)
}
create.inject = ['options']

export const strykerPlugins = [{kind: 'TestRunner', name: 'replay', factory: create}]
