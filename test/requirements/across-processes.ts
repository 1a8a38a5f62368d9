/**
 * The faults once more, with nothing in memory: proxies in another process, real sockets, TLS, QUIC and the clock on the
 * wall. What the suite catches there, its users will see.
 */
import {setMaxListeners} from 'node:events'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {openPlatform} from '../../src/lib/cli/platform.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import type {Verdict} from '../../src/lib/spec/verdict.js'
import {accuses} from '../../src/lib/suite/confirm.js'
import {observeOnce, type Observation} from '../../src/lib/suite/observe.js'
import {VersionRun} from '../../src/lib/suite/version-run.js'
import {faultsOver, isCaught, isGood, told} from './expectations.js'
import {FaultyProxies, type RemoteProxy} from './support/remote-proxies.js'

/** A busy machine is slow: what was not seen in time is looked for again, with more patience. */
const PATIENCE = [1, 2, 4]
/** And as long as a row waits on purpose. */
const TIMEOUT_MS = 600_000
/** Rows that wait for longer are looked at by `npm run soak`: whoever changes something waits for the others. */
const LONGEST_MS = 150_000
const NEVER = new AbortController().signal
// As many wait for it as there are tests under way.
setMaxListeners(0, NEVER)
const OPTIONS = {confirm: 0, reproduce: (id: string) => id}

export function isForSoak({waitsMs = 0}: Probe): boolean {
  return waitsMs > LONGEST_MS
}

/** All of them side by side, as far as `maxConcurrency` lets them: nearly all of their time is waiting. */
export function acrossProcesses(probes: readonly Probe[]): void {
  let proxies: FaultyProxies
  beforeAll(() => {
    proxies = new FaultyProxies(openPlatform(1))
  })
  afterAll(() => proxies[Symbol.asyncDispose]())

  const known = new Map<string, Promise<Observation>>()
  /** What the honest proxy shows, once. */
  const usual = (probe: Probe, http: HttpVersion): Promise<Observation> => {
    const key = `${probe.requirement.id} ${http}`
    const seen = known.get(key) ?? honestly(probe, http)
    known.set(key, seen)
    return seen
  }
  /** A proxy of its own: whoever asks for addresses beside others gets other ones. */
  const honestly = async (probe: Probe, http: HttpVersion): Promise<Observation> => {
    await using honest = await proxies.start()
    return await patiently(probe, http, honest)
  }

  // Who waits longest begins first.
  const inOrder = probes.toSorted((left, right) => (right.waitsMs ?? 0) - (left.waitsMs ?? 0))
  for (const probe of inOrder) {
    const {requirement} = probe
    for (const http of requirement.over) {
      const name = `${requirement.id} over HTTP/${http}`
      const timeout = TIMEOUT_MS + (probe.waitsMs ?? 0)
      const passes = async (): Promise<void> => {
        const seen = await usual(probe, http)
        expect(seen.verdict, told(seen)).toSatisfy(({outcome}: Verdict) => isGood(requirement, outcome))
      }
      it.concurrent(`${name} passes an honest proxy`, passes, timeout)
      const catches = async (fault: string): Promise<void> => {
        await using faulty = await proxies.start(requirement.id, fault)
        // What accuses is enough; only what is measured is held against what the honest one shows.
        const isSeen = async (verdict: Verdict): Promise<boolean> =>
          accuses(verdict) || isCaught(requirement, verdict, (await usual(probe, http)).verdict)
        const looks = await looksUntil(probe, http, faulty, isSeen)
        const last = looks.at(-1)
        const words = looks.map(one => `${told(one)}\n${JSON.stringify(one.verdict)}`).join('\n')
        expect(last && (await isSeen(last.verdict)), words).toBe(true)
      }
      it.concurrent.each(faultsOver(probe, http))(`${name} catches: %s`, catches, timeout)
    }
  }
}

async function patiently(probe: Probe, http: HttpVersion, proxy: RemoteProxy): Promise<Observation> {
  const looks = await looksUntil(probe, http, proxy, ({outcome}) => outcome !== 'inconclusive')
  const last = looks.at(-1)
  if (!last) throw new RangeError('nobody looked')
  return last
}

/** The last is the one that was enough, if any was. */
async function looksUntil(
  probe: Probe,
  http: HttpVersion,
  proxy: RemoteProxy,
  isEnough: (verdict: Verdict) => boolean | Promise<boolean>,
): Promise<readonly Observation[]> {
  const looks: Observation[] = []
  for (const times of PATIENCE) {
    const alone = await look(probe, http, proxy, times)
    looks.push(alone)
    if (await isEnough(alone.verdict)) break
    if (!probe.provokes || alone.verdict.outcome === 'inconclusive') continue
    // It decided otherwise: what is left are the controls that it has beside it in the suite.
    const verdict = await besideControls(probe, http, proxy)
    looks.push({...alone, verdict})
    if (await isEnough(verdict)) break
  }
  return looks
}

async function look(probe: Probe, http: HttpVersion, proxy: RemoteProxy, times: number): Promise<Observation> {
  const context = proxy.context(http)
  const seen = await observeOnce(probe, {...context, patienceMs: times * context.patienceMs}, NEVER)
  if (seen.bug !== undefined) throw new Error('it broke down', {cause: seen.bug})
  return seen
}

/** A provoking probe has controls of the suite's beside it. */
async function besideControls(probe: Probe, http: HttpVersion, proxy: RemoteProxy): Promise<Verdict> {
  await using run = await VersionRun.begin(proxy.context(http), OPTIONS, NEVER)
  const {outcome, because} = (await run.look(probe, NEVER)).result
  return {outcome, because} as Verdict
}
