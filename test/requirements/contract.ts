/**
 * The contract of every requirement that has a probe: it passes an honest proxy, catches each of its faults, and accuses
 * nobody of what a dead, lossy or slow network did. Proven with the real code in a world of virtual time.
 */
import {getEventListeners, setMaxListeners} from 'node:events'
import {beforeAll, describe, expect, it} from 'vitest'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import {folderOf} from '../../src/lib/spec/requirement.js'
import type {Verdict} from '../../src/lib/spec/verdict.js'
import {accuses} from '../../src/lib/suite/confirm.js'
import {judged, observeOnce, type Observation} from '../../src/lib/suite/observe.js'
import {VersionRun} from '../../src/lib/suite/version-run.js'
import {faultsOver, isCaught, isGood, told} from './expectations.js'
import {SuiteWorld, type Wire, type WorldOptions} from './support/world.js'

/** More of them with MASQUE_SEEDS=100. With four, a probe that took one lost echo for a breach was not found out. */
const SEEDS = Number(process.env['MASQUE_SEEDS'] ?? 10)
/** What TCP loses costs time and nothing else, and without loss there is little chance in it. */
const FEW_SEEDS = Math.ceil(SEEDS / 10)
const BAD_WIRES: Readonly<Record<string, Wire>> = {
  'that loses 30 %': {loss: 0.3},
  'that doubles and reorders': {duplication: 0.3, reordering: 0.3, jitterMs: 20},
  'that takes 300 ms': {delayMs: 300, jitterMs: 20},
  'that does all of it': {loss: 0.3, duplication: 0.2, reordering: 0.2, delayMs: 100, jitterMs: 50},
}
/** When the cable is cut: parts of the time that an observation takes. */
const CUTS = [0.3, 0.7]
const NEVER = new AbortController().signal
const OPTIONS = {confirm: 0, reproduce: (id: string) => id}

export function probeContract(probe: Probe, folder: string): void {
  const {requirement} = probe
  describe(requirement.id, () => {
    it('is at home in the folder of its id, and has a fault over each version', () => {
      expect(folder).toBe(folderOf(requirement.id))
      expect(requirement.over.filter(http => faultsOver(probe, http).length === 0)).toEqual([])
    })
    describe.each(requirement.over)('over HTTP/%s', http => {
      versionContract(probe, http)
    })
  })
}

function versionContract(probe: Probe, http: HttpVersion): void {
  const {requirement} = probe
  let honest: Observation
  beforeAll(async () => {
    honest = await look(probe, http)
  })

  it('passes an honest proxy', () => {
    expect(honest.verdict, told(honest)).toSatisfy(({outcome}: Verdict) => isGood(requirement, outcome))
  })

  it('sees what JSON keeps as it is', () => {
    const again: unknown = JSON.parse(JSON.stringify(honest.seen))
    expect(again).toEqual(honest.seen)
    expect(judged(probe, again, {http})).toEqual(honest.verdict)
  })

  it('decides nothing from silence', () => {
    expect(judged(probe, probe.silence, {http}).outcome).toBe('inconclusive')
  })

  it.each(faultsOver(probe, http))('catches: %s', async (_, fault) => {
    const caught = await look(probe, http, {fault})
    if (isCaught(requirement, caught.verdict, honest.verdict)) return
    // Some faults show on a quiet tunnel beside: that is the suite's to see.
    const {verdict} = probe.provokes ? await lookBesideControls(probe, http, {fault}) : caught
    expect(verdict, told(caught)).toSatisfy((seen: Verdict) => isCaught(requirement, seen, honest.verdict))
  })

  it('decides nothing when nobody answers', async () => {
    expect((await look(probe, http, {dead: true})).verdict.outcome).toBe('inconclusive')
  })

  it('accuses nobody of a cable that is cut', async () => {
    for (const part of CUTS) {
      const cutAfterMs = part * honest.durationMs
      const alone = await look(probe, http, {cutAfterMs})
      if (isNoAccusation(alone.verdict)) continue
      // The tunnel on another connection fell silent, too: that is the suite's to see.
      const {verdict} = await lookBesideControls(probe, http, {cutAfterMs})
      expect(verdict, `cut after ${part} of the time\n${told(alone)}`).toSatisfy(isNoAccusation)
    }
  })

  it.each(Object.entries(BAD_WIRES))('accuses nobody on a wire %s', async (_, wire) => {
    const seeds = http === '3' && wire.loss !== undefined ? SEEDS : FEW_SEEDS
    for (let seed = 1; seed <= seeds; seed++) {
      const seen = await look(probe, http, {seed, wire})
      expect(seen.verdict, `seed ${seed}\n${told(seen)}`).toSatisfy(isNoAccusation)
    }
  })
}

interface LookOptions extends WorldOptions {
  /** From when the observation begins. */
  readonly cutAfterMs?: number
}

/** In a world of its own, of which nothing is left. What breaks down in us is thrown. */
async function look(probe: Probe, http: HttpVersion, options: LookOptions = {}): Promise<Observation> {
  const world = await SuiteWorld.open(options)
  cutLater(world, options)
  const {signal} = new AbortController()
  // As many wait for it as there are tunnels.
  setMaxListeners(0, signal)
  const observation = await world.run(observeOnce(probe, world.context(http), signal))
  expect(getEventListeners(signal, 'abort'), 'whoever still waits for the signal').toEqual([])
  if (observation.bug !== undefined) throw new Error('it broke down', {cause: observation.bug})
  await world.close()
  return observation
}

/** As the suite does it, with its preflight before and its control after. */
async function lookBesideControls(
  probe: Probe,
  http: HttpVersion,
  options: LookOptions,
): Promise<{readonly verdict: Verdict}> {
  const world = await SuiteWorld.open(options)
  const run = await world.run(VersionRun.begin(world.context(http), OPTIONS, NEVER))
  cutLater(world, options)
  const {result} = await world.run(run.look(probe, NEVER))
  await world.run(run[Symbol.asyncDispose]())
  await world.close()
  const {outcome, because} = result
  if (outcome === 'error') throw new Error(because)
  return {verdict: {outcome, because} as Verdict}
}

function cutLater(world: SuiteWorld, {cutAfterMs}: LookOptions): void {
  if (cutAfterMs === undefined) return
  world.clock.after(cutAfterMs, () => {
    world.cut()
  })
}

function isNoAccusation(verdict: Verdict): boolean {
  return !accuses(verdict)
}
