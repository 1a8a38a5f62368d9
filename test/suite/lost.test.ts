/** A proxy that dies in the middle of a run, or that is there over one version only: what is said of what was not looked at. */
import {expect, it} from 'vitest'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {allRequirements, loadProbe} from '../../src/lib/spec/registry.js'
import {lostWords, type Looking} from '../../src/lib/suite/lost.js'
import {runSuite, type SuiteEvents, type SuiteResult} from '../../src/lib/suite/run.js'
import type {RigContext} from '../../src/lib/suite/rig/context.js'
import {PROXY, SuiteWorld} from '../requirements/support/world.js'

const IDS = [
  'rfc9298/5/unknown-context',
  'rfc9298/3/target-nonempty',
  'rfc9298/5/empty-payload',
  'rfc9298/3/no-content',
]
const QUIET: SuiteEvents = {onPreflight: () => undefined, onBegin: () => undefined, onLooked: () => undefined}
const NEVER = new AbortController().signal

async function suite(
  world: SuiteWorld,
  versions: readonly RigContext[],
  events: Partial<SuiteEvents> = {},
  isChosen: (id: string) => boolean = id => IDS.includes(id),
): Promise<SuiteResult> {
  const all = await allRequirements()
  const chosen = all.filter(({id, runClass, probe}) => probe !== undefined && runClass === 'safe' && isChosen(id))
  const probes = await Promise.all(chosen.map(loadProbe))
  const options = {
    confirm: 0,
    concurrency: 1,
    spacingMs: 0,
    named: false,
    known: new Map(),
    reproduce: (id: string) => id,
  }
  return world.run(runSuite({...options, versions, probes}, {...QUIET, ...events}, NEVER))
}

/** Where nobody listens, and the host says so. */
function closed(world: SuiteWorld, http: HttpVersion): RigContext {
  return {...world.context(http), address: `${PROXY[4]}:444`}
}

it('a proxy that is cut off in the middle is told of, with what was under way', async () => {
  const world = await SuiteWorld.open()
  const cut: Partial<SuiteEvents> = {
    onLooked: () => {
      world.cut()
    },
  }
  const {results, lost} = await suite(world, [world.context('3')], cut, id => id.startsWith('rfc9298/'))
  expect(results.filter(({because}) => because.startsWith('not looked at'))).not.toEqual([])
  expect(lost).toHaveLength(1)
  expect(lost[0]).toMatch(
    /^over HTTP\/3 the proxy was lost in the middle of the run \(last heard \d+\.\d s after the start; /,
  )
  await world.close()
})

it('a proxy that lives on is not told of', async () => {
  const world = await SuiteWorld.open()
  const {results, lost} = await suite(world, [world.context('3')])
  expect([results.length, lost]).toEqual([IDS.length, []])
  await world.close()
})

it('a version at which nobody listens is not offered, where another is', async () => {
  const world = await SuiteWorld.open()
  const {preflight, results} = await suite(world, [world.context('3'), closed(world, '2')])
  expect(preflight.map(({http, state}) => [http, state])).toEqual([
    ['3', 'offered'],
    ['2', 'not-offered'],
  ])
  expect(preflight[1]?.detail).toContain('nothing listens on TCP')
  expect(results.map(({http}) => http)).toEqual(IDS.map(() => '3'))
  await world.close()
})

it('where nobody listens at all, the proxy may be down, and that is no answer', async () => {
  const world = await SuiteWorld.open()
  const {preflight, results} = await suite(world, [closed(world, '2'), closed(world, '1.1')])
  expect(preflight.map(({state}) => state)).toEqual(['unreachable', 'unreachable'])
  expect(new Set(results.map(({label}) => label))).toEqual(new Set(['inconclusive']))
  await world.close()
})

it('names those that provoke and were under way, over any version, and not too many', async () => {
  const all = await allRequirements()
  const named = (id: string) => loadProbe(all.find(one => one.id === id)!)
  const [polite, rude] = [await named('rfc9298/3/no-content'), await named('rfc9298/3/target-nonempty')]
  const looking = (probe: Looking['probe'], http: HttpVersion, beganMs: number, endedMs: number): Looking => ({
    probe,
    http,
    beganMs,
    endedMs,
  })
  const lost = {lastMs: 5000, sinceMs: 9000, why: 'nothing listens'}
  const words = (looked: readonly Looking[]) => lostWords('2', lost, {looked, beganMs: 1000})
  expect(words([])).toBe(
    'over HTTP/2 the proxy was lost in the middle of the run (last heard 4.0 s after the start; nothing listens), so what came later was not looked at',
  )
  const over = [looking(rude, '2', 1000, 4000), looking(rude, '3', 4000, 9500), looking(polite, '2', 4000, 9500)]
  expect(words(over)).toMatch(
    /; under way then, and one of them may have ended it: rfc9298\/3\/target-nonempty over HTTP\/3$/,
  )
  // Since when it has been gone is not known then, nor who was there.
  expect(lostWords('2', {...lost, lastMs: -Infinity}, {looked: over, beganMs: 1000})).toMatch(
    /\(never heard; .* not looked at$/,
  )
  expect(words([looking(polite, '2', 4000, 5000)])).toMatch(/ended it: rfc9298\/3\/no-content over HTTP\/2$/)
  expect(words(Array.from({length: 8}, () => looking(rude, '3', 9000, 9500)))).toMatch(/ and 2 more$/)
})
