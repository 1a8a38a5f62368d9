/**
 * The faults once more, with nothing in memory: proxies in another process, real sockets, TLS, QUIC and the clock on the
 * wall. What the suite catches there, its users will see.
 */
import {afterAll, beforeAll, expect, it} from 'vitest'
import {openPlatform} from '../../src/lib/cli/platform.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import type {Probe} from '../../src/lib/spec/probe.js'
import type {Verdict} from '../../src/lib/spec/verdict.js'
import {observeOnce, type Observation} from '../../src/lib/suite/observe.js'
import {VersionRun} from '../../src/lib/suite/version-run.js'
import {faultsOver, isCaught, isGood, told} from './expectations.js'
import {FaultyProxies, type RemoteProxy} from './support/remote-proxies.js'

/** A busy machine is slow: what was not seen in time is looked for again, with more patience. */
const PATIENCE = [1, 2, 4]
/** And as long as a row waits on purpose. */
const TIMEOUT_MS = 600_000
const NEVER = new AbortController().signal
const OPTIONS = {confirm: 0, reproduce: (id: string) => id}

/** All of them side by side, as far as `maxConcurrency` lets them. */
export function acrossProcesses(probes: readonly Probe[]): void {
  let proxies: FaultyProxies
  let honest: RemoteProxy
  beforeAll(async () => {
    proxies = new FaultyProxies(openPlatform(1))
    honest = await proxies.start()
  })
  afterAll(async () => {
    await honest[Symbol.asyncDispose]()
    await proxies[Symbol.asyncDispose]()
  })

  const known = new Map<string, Promise<Observation>>()
  /** What the honest proxy shows, once. */
  const usual = (probe: Probe, http: HttpVersion): Promise<Observation> => {
    const key = `${probe.requirement.id} ${http}`
    const seen = known.get(key) ?? patiently(probe, http, honest, ({outcome}) => outcome !== 'inconclusive')
    known.set(key, seen)
    return seen
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
        // Both wait at the same time: there are rows that take minutes.
        const honestly = usual(probe, http)
        await using faulty = await proxies.start(requirement.id, fault)
        const isSeen = async (verdict: Verdict): Promise<boolean> =>
          isCaught(requirement, verdict, (await honestly).verdict)
        const seen = await patiently(probe, http, faulty, isSeen)
        const verdict = (await isSeen(seen.verdict)) ? seen.verdict : await besideControls(probe, http, faulty)
        expect(await isSeen(verdict), `${told(seen)}\n${JSON.stringify(verdict)}`).toBe(true)
      }
      it.concurrent.each(faultsOver(probe, http))(`${name} catches: %s`, catches, timeout)
    }
  }
}

async function patiently(
  probe: Probe,
  http: HttpVersion,
  proxy: RemoteProxy,
  isEnough: (verdict: Verdict) => boolean | Promise<boolean>,
): Promise<Observation> {
  const context = proxy.context(http)
  let seen: Observation | undefined
  for (const times of PATIENCE) {
    seen = await observeOnce(probe, {...context, patienceMs: times * context.patienceMs}, NEVER)
    if (seen.bug !== undefined) throw new Error('it broke down', {cause: seen.bug})
    if (await isEnough(seen.verdict)) return seen
  }
  if (!seen) throw new RangeError('nobody looked')
  return seen
}

/** A provoking probe has controls of the suite's beside it. */
async function besideControls(probe: Probe, http: HttpVersion, proxy: RemoteProxy): Promise<Verdict> {
  await using run = await VersionRun.begin(proxy.context(http), OPTIONS, NEVER)
  const {outcome, because} = (await run.look(probe, NEVER)).result
  return {outcome, because} as Verdict
}
