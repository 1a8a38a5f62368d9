/** Each stimulus of `probe ip` alone: what it sends, what it makes of answers, and how little it believes. */
import {describe, expect, it} from 'vitest'
import {IpDispatcher} from '../../../src/lib/probe/ip/dispatcher.js'
import {echo, ECHO_DATA_BYTES} from '../../../src/lib/probe/ip/echo.js'
import {tcpSyn} from '../../../src/lib/probe/ip/tcp-syn.js'
import {echoTracer, udpTracer} from '../../../src/lib/probe/ip/tracers.js'
import {traceroute} from '../../../src/lib/probe/ip/traceroute.js'
import {sourceIn, type Vantage} from '../../../src/lib/probe/ip/vantage.js'
import {Asker} from '../../../src/lib/responder/asker.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import {interpret} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import * as tcp from '../../../src/lib/wire/tcp.js'
import {
  CLIENT,
  HOST,
  icmpPacket,
  InnerWorld,
  KEY,
  RESPONDER_PORT,
  ROUTERS,
  ScriptedTunnel,
  type InnerOptions,
} from './inner-world.js'

const never = new AbortController().signal
const context = {beganMs: 0, onEvent: () => undefined}
const plan = {count: 3, intervalMs: 20, timeoutMs: 2000, dataBytes: ECHO_DATA_BYTES}

function stand(options: InnerOptions = {}, version: 4 | 6 = 4) {
  const clock = new VirtualClock()
  const world = new InnerWorld(clock, options)
  const tunnel = new ScriptedTunnel(world)
  const prefixes = [
    {address: CLIENT[4], prefixLength: 32},
    {address: CLIENT[6], prefixLength: 128},
  ]
  const session = new IpDispatcher(tunnel, () => prefixes)
  const at: Vantage = {family: version, source: CLIENT[version], session, clock, random: seeded(5)}
  return {clock, world, tunnel, session, at}
}

describe.each([4, 6] as const)('ICMP echo over IPv%i', version => {
  it('is answered, with times and the hops that are left', async () => {
    const {clock, at, world} = stand({}, version)
    const {facts} = await clock.run(echo(at, HOST[version], plan, context, never))
    expect(facts).toEqual({
      to: HOST[version],
      sent: 3,
      received: 3,
      duplicates: 0,
      altered: 0,
      rttMs: {min: 10, median: 10, p95: 10, max: 10},
      hopLimit: 61,
      errors: [],
    })
    expect(world.sent.every(({source}) => source === CLIENT[version])).toBe(true)
  })

  it('is not answered: after the time there is, and no word of blame', async () => {
    const {clock, at} = stand({answersEcho: false}, version)
    const {facts} = await clock.run(echo(at, HOST[version], plan, context, never))
    expect(facts).toMatchObject({sent: 3, received: 0, rttMs: null, hopLimit: null, errors: []})
    expect(clock.now()).toBeLessThan(2100)
  })

  it('comes back with other data', async () => {
    const meddle = (packet: Uint8Array): Uint8Array[] => {
      const whole = ip.read(new Cursor(packet))
      const meaning = interpret(version, icmp.read(new Cursor(ip.upper(whole).payload)))
      if (meaning.kind !== 'echo-reply') throw new Error('another answer')
      return [icmpPacket(whole, {...meaning, data: new Uint8Array(60)})]
    }
    const {clock, at} = stand({meddle}, version)
    const {facts} = await clock.run(echo(at, HOST[version], plan, context, never))
    expect(facts).toMatchObject({received: 0, altered: 3})
  })

  it('is answered twice, out of order, and some of it not at all', async () => {
    const {clock, at} = stand({jitterMs: 200, loss: 0.1, meddle: packet => [packet, packet]}, version)
    const {facts} = await clock.run(echo(at, HOST[version], {...plan, count: 40}, context, never))
    expect(facts.sent).toBe(40)
    expect(facts.received).toBeGreaterThan(25)
    expect(facts.received).toBeLessThanOrEqual(40)
    expect(facts.duplicates).toBeGreaterThan(10)
    expect(facts.duplicates).toBeLessThanOrEqual(facts.received)
  })

  it('is over with the tunnel', async () => {
    const {clock, at, tunnel} = stand({answersEcho: false}, version)
    clock.after(50, () => tunnel.end())
    await clock.run(echo(at, HOST[version], {...plan, timeoutMs: 60_000}, context, never))
    expect(clock.now()).toBeLessThan(100)
  })
})

describe('what nobody asked for', () => {
  it('is counted, and answers nothing', async () => {
    const {clock, at, session, tunnel} = stand({answersEcho: false})
    clock.after(5, () => {
      const reply = {kind: 'echo-reply', id: 1, sequence: 0, data: new Uint8Array(8)} as const
      tunnel.deliver(icmpPacket({source: HOST[4], destination: CLIENT[4]}, reply))
      tunnel.deliver(icmpPacket({source: HOST[4], destination: '192.0.2.99'}, reply))
      tunnel.deliver(Uint8Array.of(0x45, 1, 2))
      tunnel.deliver(new Uint8Array(0))
      const wrong = icmpPacket({source: HOST[4], destination: CLIENT[4]}, reply)
      wrong[22]! ^= 0xff
      tunnel.deliver(wrong)
    })
    const {facts} = await clock.run(echo(at, HOST[4], plan, context, never))
    expect(facts).toMatchObject({received: 0, altered: 0})
    expect(session.strays).toEqual({packets: 1, notForUs: 1, malformed: 3})
    expect(session.problems).toContain('no IP packet')
    expect(session.problems.join()).toContain('checksum')
  })
})

describe.each([4, 6] as const)('a TCP handshake over IPv%i', version => {
  const to = {ip: HOST[version], port: 443}

  it('is answered, its options are seen, and it is taken back', async () => {
    const {clock, at, world} = stand({}, version)
    const facts = await clock.run(tcpSyn(at, to, 5000, never))
    expect(facts).toMatchObject({answer: 'open', sent: 1, rttMs: 10, hopLimit: 61, window: 65000, errors: []})
    expect(facts.options).toEqual(['MSS 1400', 'window scale 8'])
    await clock.advance(100)
    const segments = world.sent.map(packet => tcp.read(new Cursor(ip.upper(packet).payload)))
    expect(segments.map(({flags}) => tcp.flagNames(flags))).toEqual(['SYN', 'RST'])
    expect(segments[1]!.sequence).toBe((segments[0]!.sequence + 1) >>> 0)
  })

  it('is refused: somebody is there', async () => {
    const {clock, at, world} = stand({tcp: 'refused'}, version)
    expect(await clock.run(tcpSyn(at, to, 5000, never))).toMatchObject({answer: 'refused', options: null, window: null})
    expect(world.sent.length).toBe(1)
  })

  it('is answered by a router', async () => {
    const {clock, at} = stand({tcp: 'unreachable'}, version)
    const facts = await clock.run(tcpSyn(at, to, 5000, never))
    expect(facts).toMatchObject({answer: 'icmp', hopLimit: null})
    expect(facts.errors).toMatchObject([{from: ROUTERS[version][2], count: 1}])
  })

  it('is not answered: asked again, within the time, and taken back all the same', async () => {
    const {clock, at, world} = stand({tcp: 'silent'}, version)
    const facts = await clock.run(tcpSyn(at, to, 5000, never))
    expect(facts).toMatchObject({answer: 'silent', sent: 3, rttMs: null})
    expect(clock.now()).toBe(5000)
    await clock.advance(100)
    expect(world.sent.length).toBe(4)
  })

  it('believes only who knows the number', async () => {
    const meddle = (packet: Uint8Array): Uint8Array[] => {
      const {source, destination} = ip.read(new Cursor(packet))
      const segment = tcp.read(new Cursor(ip.upper(ip.read(new Cursor(packet))).payload))
      const ends = {source, destination}
      const forged = tcp.write({...segment, checksum: undefined, acknowledgment: 4711}, ends)
      const bytes = packet.slice()
      bytes.set(forged, packet.length - forged.length)
      return [bytes]
    }
    const {clock, at} = stand({meddle}, version)
    expect(await clock.run(tcpSyn(at, to, 5000, never))).toMatchObject({answer: 'silent'})
  })
})

describe.each([4, 6] as const)('traceroute over IPv%i', version => {
  const steps = {maxHops: 16, patienceMs: 300}

  it('finds every router and the end, by echo', async () => {
    const {clock, at} = stand({}, version)
    const facts = await clock.run(traceroute(at, echoTracer(at, HOST[version]), steps, never))
    expect(facts.hops.map(({from}) => from)).toEqual([...ROUTERS[version], HOST[version]])
    expect(facts).toMatchObject({by: 'icmp-echo', to: HOST[version], reachedAt: 4, packets: 4})
    expect(facts.hops[0]).toEqual({
      hopLimit: 1,
      from: ROUTERS[version][0],
      rttMs: 10,
      what: 'time-exceeded',
      quote: 'as sent',
      quotedHopLimit: 1,
    })
    expect(facts.hops[3]).toMatchObject({what: 'reached', quote: null})
  })

  it('does so by UDP to a responder', async () => {
    const {clock, at} = stand({answersEcho: false}, version)
    const asker = new Asker(KEY, clock)
    const tracer = udpTracer(at, {ip: HOST[version], port: RESPONDER_PORT}, () => asker.hello())
    const facts = await clock.run(traceroute(at, tracer, steps, never))
    expect(facts.hops.map(({from}) => from)).toEqual([...ROUTERS[version], HOST[version]])
    expect(facts).toMatchObject({by: 'udp', reachedAt: 4})
  })

  it('goes past silent routers, and stops where nobody answers any more', async () => {
    const {clock, at} = stand({silentRouters: true}, version)
    const facts = await clock.run(traceroute(at, echoTracer(at, HOST[version]), steps, never))
    expect(facts.hops.map(({what}) => what)).toEqual(['silent', 'silent', 'silent', 'reached'])
    const quiet = stand({silentRouters: true, answersEcho: false}, version)
    const nothing = await quiet.clock.run(traceroute(quiet.at, echoTracer(quiet.at, HOST[version]), steps, never))
    expect(nothing).toMatchObject({reachedAt: null, packets: 16})
    expect(nothing.hops.map(({what}) => what)).toEqual(['silent'])
  })

  it('says when a quote is not what was sent', async () => {
    const meddle = (packet: Uint8Array): Uint8Array[] => [packet]
    const {clock, at, tunnel} = stand({silentRouters: true, answersEcho: false, meddle}, version)
    const send = tunnel.send.bind(tunnel)
    tunnel.send = async packet => {
      const original = ip.read(new Cursor(packet))
      const other = version === 4 ? '198.51.100.77' : '2001:db8::77'
      const quote =
        original.version === 4
          ? ip.write({...original, source: other, checksum: undefined})
          : ip.write({...original, source: other})
      const error = {kind: 'time-exceeded', code: 0, quote, extensions: new Uint8Array()} as const
      tunnel.deliver(icmpPacket({source: ROUTERS[version][0], destination: CLIENT[version]}, error))
      return send(packet)
    }
    const facts = await clock.run(traceroute(at, echoTracer(at, HOST[version]), {...steps, maxHops: 1}, never))
    expect(facts.hops[0]!.quote).toBe(`sent from ${version === 4 ? '198.51.100.77' : '2001:db8::77'}`)
  })

  it('sends no more than two packets a hop, whatever is lost', async () => {
    const {clock, at, world} = stand({loss: 0.4}, version)
    const facts = await clock.run(traceroute(at, echoTracer(at, HOST[version]), steps, never))
    expect(world.sent.length).toBeLessThanOrEqual(32)
    expect(facts.packets).toBe(world.sent.length)
    for (const {what, from} of facts.hops) expect(what === 'silent').toBe(from === null)
  })
})

it.each([
  ['192.0.2.8', 32, '192.0.2.8'],
  ['192.0.2.8', 31, '192.0.2.8'],
  ['192.0.2.8', 29, '192.0.2.9'],
  ['2001:db8::', 64, '2001:db8::1'],
  ['2001:db8::5', 128, '2001:db8::5'],
])('of %s/%i we send from %s', (address, prefixLength, source) => {
  expect(sourceIn({address, prefixLength})).toBe(source)
})
