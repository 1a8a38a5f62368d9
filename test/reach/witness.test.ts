/** What sinks hear of a real run on the native engine: every kind, in an order that can be relied on. */
import {expect, it} from 'vitest'
import type {EvidenceEvent, EvidenceKind, EvidenceSink, EvidenceWhat} from '../../src/lib/evidence/event.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {probeUdp} from '../../src/lib/probe/udp.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'

class Listening implements EvidenceSink {
  readonly events: EvidenceEvent[] = []
  readonly wants: ReadonlySet<EvidenceKind>

  constructor(...kinds: readonly EvidenceKind[]) {
    this.wants = new Set(kinds)
  }

  take(event: EvidenceEvent): void {
    const {what} = event
    // Octets are valid during the call only.
    const kept = what.kind === 'frames' ? {...what, frames: what.frames.slice()} : what
    this.events.push({...event, what: kept})
  }

  async end(): Promise<void> {
    await Promise.resolve()
  }

  of<Kind extends EvidenceKind>(kind: Kind): Extract<EvidenceWhat, {kind: Kind}>[] {
    return this.events.flatMap(({what}) => (what.kind === kind ? [what as Extract<EvidenceWhat, {kind: Kind}>] : []))
  }

  where(matches: (what: EvidenceWhat) => boolean): number {
    return this.events.findIndex(({what}) => matches(what))
  }
}

async function run(...sinks: readonly EvidenceSink[]): Promise<void> {
  const binding = loadBinding()
  const platform = {binding, clock: systemClock, random: seeded(1), net: new NativeNet(binding)}
  const options = {
    proxy: parseProxyAddress('self'),
    reach: {resolve: new Map<string, string>(), allAddresses: false, trust: {trust: 'anything'}},
    aim: {kind: 'in-process'},
    headers: [],
    http: {versions: ['3'], named: true},
    datagrams: 'auto',
    count: 2,
    intervalMs: 1,
    timeoutMs: 10_000,
    wire: false,
    sizes: false,
    evidence: new Recorder(sinks),
  } as const
  const {roads} = await probeUdp(options, platform, () => undefined, new AbortController().signal)
  expect(roads[0]?.road.viability).toBe('carries-both-ways')
}

it('comes numbered, the connection first, secrets before what they decrypt, the goodbye last', async () => {
  const all = new Listening('connection', 'outer', 'secret', 'frames', 'tunnel')
  await run(all)
  expect(all.events.map(({number}) => number)).toEqual(all.events.map((_, index) => index + 1))
  expect(all.of('connection')).toEqual([all.events[0]?.what])
  const {local, remote} = all.of('connection')[0]!
  // Bound to any address, and sent from the one that leads there.
  expect(local).toMatch(/^127\.0\.0\.1:\d+$/)
  expect(remote).toMatch(/^127\.0\.0\.1:\d+$/)
  const firstAnswer = all.where(what => what.kind === 'outer' && what.direction === 'received')
  expect(all.where(what => what.kind === 'secret')).toBeGreaterThan(0)
  expect(all.where(what => what.kind === 'secret')).toBeLessThan(firstAnswer)
  expect(all.of('frames').some(({level}) => level === 'handshake')).toBe(true)
  // An application's CONNECTION_CLOSE with H3_NO_ERROR (0x100), which takes two octets. The peer's own may be answered yet.
  const last = all.of('frames').filter(({direction}) => direction === 'sent')
  expect(last.slice(-3).map(({frames}) => [...frames].join())).toContainEqual(
    expect.stringContaining([0x1d, 0x41, 0x00].join()),
  )
  expect(all.of('tunnel')[0]?.what.kind).toBe('request')
  expect(new Set(all.of('tunnel').map(({target}) => target.kind !== 'scope' && target.host))).toEqual(
    new Set(['127.0.0.1']),
  )
})

it('is only what is wanted, and each sink hears its own part of one count', async () => {
  const [tunnel, outer] = [new Listening('tunnel'), new Listening('outer')]
  await run(tunnel, outer)
  expect(new Set(tunnel.events.map(({what}) => what.kind))).toEqual(new Set(['tunnel']))
  expect(new Set(outer.events.map(({what}) => what.kind))).toEqual(new Set(['outer']))
  const numbers = [...tunnel.events, ...outer.events].map(({number}) => number).sort((left, right) => left - right)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})
