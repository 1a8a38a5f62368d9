/** What `probe ip` says of proxies: honest ones, silent ones, and those that break rules, lie or die. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {IpProbeOptions} from '../../../src/lib/probe/ip/options.js'
import {parsePayload} from '../../../src/lib/payload/payload.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import {interpret} from '../../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import type {TestCertificate} from '../../support/certificate.js'
import {proxyCertificate} from '../world.js'
import {CLIENT, EVERYWHERE, HOST, icmpPacket, packetOf, ROUTERS} from './inner-world.js'
import {answerRequests, forward, honest, IpWorld, type ProbedIp, type ProxyOptions} from './ip-world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

type WorldOptions = ConstructorParameters<typeof IpWorld>[1]

async function probe(
  proxy: ProxyOptions,
  options: Partial<IpProbeOptions> = {},
  world: WorldOptions = {},
): Promise<ProbedIp & {readonly world: IpWorld}> {
  const here = new IpWorld(identity, world)
  here.serve(proxy)
  return Object.assign(await here.probe(options), {world: here})
}

describe('an honest proxy', () => {
  it('assigns when asked, carries both families both ways, and is seen through', async () => {
    const {short, answers, carries, facts, document, tookMs, world} = await probe({})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(answers).toBe('yes yes yes yes')
    expect(carries).toBe('yes yes, yes yes')
    expect(facts.session).toMatchObject({
      assigned: [
        {address: CLIENT[4], prefixLength: 32, how: 'requested'},
        {address: CLIENT[6], prefixLength: 128, how: 'requested'},
      ],
      requests: [
        {family: 4, outcome: 'assigned'},
        {family: 6, outcome: 'assigned'},
      ],
      routes: EVERYWHERE,
      changes: [],
      breaches: [],
    })
    for (const [of, version] of [
      [facts.ipv4, 4],
      [facts.ipv6, 6],
    ] as const) {
      expect(of).toMatchObject({source: CLIENT[version], destination: HOST[version], routed: 'yes', because: null})
      expect(of?.datagrams).toMatchObject({sent: 10, received: 10, lostUp: 0, lostDown: 0})
      // 10 ms each way to the proxy, 5 behind it.
      expect(of?.datagrams?.rttMs?.min).toBe(30)
      expect(of?.egress).toMatchObject({identity: 'assigned', ttl: 61, sentHopLimit: 64})
      expect(of?.echo).toMatchObject([{to: HOST[version], sent: 3, received: 3, hopLimit: 61}])
      expect(of?.trace).toMatchObject({by: 'icmp-echo', reachedAt: 4})
      expect(of?.trace?.hops.map(({from}) => from)).toEqual([...ROUTERS[version], HOST[version]])
    }
    expect(facts.notKnown).toEqual([])
    expect(facts.remarks).toEqual([])
    expect(facts.strays).toEqual({packets: 0, notForUs: 0, malformed: 0, unknownContexts: 0})
    expect(document.responder).toMatchObject({address: HOST[4], where: 'remote'})
    // Our source is never another than what was assigned.
    expect(new Set(world.inner.sent.map(({source}) => source))).toEqual(new Set([CLIENT[4], CLIENT[6]]))
    expect(tookMs).toBeLessThan(2000)
    const told = new Set(world.events.map(({event}) => event))
    for (const event of ['session', 'echo', 'trace', 'road', 'road-end', 'reply'] as const)
      expect(told).toContain(event)
  })

  it('assigns by itself: nothing is asked for, and no time is lost', async () => {
    const {facts, short, world} = await probe({script: honest({unsolicited: true})})
    expect(short.exit).toBe(0)
    expect(facts.session?.requests).toEqual([])
    expect(facts.session?.assigned.map(({how}) => how)).toEqual(['unsolicited', 'unsolicited'])
    const session = world.events.find(({event}) => event === 'session')
    expect(session!.tMs).toBeLessThan(150)
  })

  it('without routes: packets are sent all the same', async () => {
    const {facts, short} = await probe({script: honest({routes: undefined})})
    expect(short.exit).toBe(0)
    expect(facts.session).toMatchObject({routesAfterMs: null, routeCount: 0})
    expect(facts.ipv4?.routed).toBe('unknown')
  })

  it('translates: the target sees another address, and that is told and not judged', async () => {
    const inner = {translated: '198.51.100.200'}
    const {facts, short} = await probe({script: honest({addresses: {4: CLIENT[4]}})}, {}, {inner})
    expect(short.exit).toBe(0)
    expect(facts.ipv4?.egress.identity).toBe('translated')
    expect(facts.ipv4?.egress.address).toMatch(/^198\.51\.100\.200:/)
  })

  it('has IPv6 alone', async () => {
    const {facts, short, carries} = await probe({script: honest({addresses: {6: CLIENT[6]}})})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(carries).toBe('none, yes yes')
    expect(facts.session?.requests).toMatchObject([
      {family: 4, outcome: 'declined'},
      {family: 6, outcome: 'assigned'},
    ])
  })

  it('limits a tunnel to what was asked for', async () => {
    const {facts, world} = await probe({}, {scope: {target: '203.0.113.0/24', ipproto: 17}})
    expect(facts.scope).toEqual({target: '203.0.113.0/24', ipproto: 17})
    expect(facts.session?.requests.map(({family}) => family)).toEqual([4])
    const phase = world.events.find(event => event.event === 'phase' && event.phase === 'request')
    expect(phase).toMatchObject({detail: 'CONNECT /.well-known/masque/ip/203.0.113.0%2F24/17/'})
  })
})

describe('nobody to ask', () => {
  it('tells what the session is, sends nothing, and says what to name', async () => {
    const {facts, short, world} = await probe({}, {aim: {tcpPorts: []}})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.session?.assigned.length).toBe(2)
    expect(facts.because).toContain('--responder')
    expect(world.inner.sent).toEqual([])
  })

  it('where no route leads, nothing is sent', async () => {
    const routes = [{start: '198.51.100.0', end: '198.51.100.255', protocol: 0}]
    const {facts, short, world} = await probe({script: honest({routes})})
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('no route')
    expect(facts.ipv4?.routed).toBe('no')
    expect(world.inner.sent).toEqual([])
  })

  it('where a route is for TCP alone, no UDP is sent, and ICMP is', async () => {
    const routes = [{start: '0.0.0.0', end: '255.255.255.255', protocol: 6}]
    const {facts, short, world} = await probe({script: honest({routes, addresses: {4: CLIENT[4]}})})
    expect(short).toMatchObject({viability: 'carries-both-ways', exit: 0})
    expect(facts.ipv4).toMatchObject({datagrams: null, echo: [{received: 3}]})
    expect(world.inner.sent.some(packet => ip.upper(packet).protocol === 17)).toBe(false)
  })
})

describe('a target that knows nothing of us', () => {
  const aim = {target: HOST[4], tcpPorts: [443]}

  it('answers echo, and that shows both ways', async () => {
    const {short, facts} = await probe({}, {aim}, {inner: {responder: false}})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(facts.ipv4).toMatchObject({datagrams: null, echo: [{sent: 10, received: 10}], tcp: [{answer: 'open'}]})
    expect(facts.ipv6).toMatchObject({destination: null, carriesUp: 'unknown'})
  })

  it('answers TCP alone', async () => {
    const {short, facts} = await probe({}, {aim}, {inner: {answersEcho: false}})
    expect(short.exit).toBe(0)
    expect(facts.ipv4).toMatchObject({echo: [{received: 0}], tcp: [{answer: 'open'}]})
  })

  it('is silent: that proves nothing, and what routers say is told', async () => {
    const inner = {answersEcho: false, tcp: 'unreachable'} as const
    const {short, facts} = await probe({}, {aim}, {inner})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toMatch(/proves nothing.*198\.51\.100\.2 says: host unreachable/)
  })

  it('understands a payload', async () => {
    const payload = {target: parseTarget(`${HOST[4]}:53`), payload: parsePayload('hex:00', seeded(1))}
    const {facts} = await probe({}, {aim: {target: HOST[4], payload, tcpPorts: []}})
    expect(facts.ipv4?.datagrams).toMatchObject({sent: 10, received: 0})
    expect(facts.ipv4?.echo).toMatchObject([{received: 3}])
    expect(facts.remarks.join()).toContain('nothing answered')
  })
})

describe('a proxy that gives no address', () => {
  it('and says nothing of it: waited for, and not accused', async () => {
    const {short, facts, tookMs} = await probe({script: () => undefined})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('assigned no address')
    expect(facts.session?.requests).toMatchObject([{outcome: 'no-answer'}, {outcome: 'no-answer'}])
    expect(tookMs).toBeGreaterThan(4900)
    expect(tookMs).toBeLessThan(5500)
  })

  it('and declines', async () => {
    const {short, facts, tookMs} = await probe({script: honest({addresses: {}})})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('declined every address')
    expect(tookMs).toBeLessThan(1500)
  })
})

describe('a proxy that does not carry', () => {
  it('up: the responder tells, directly, that nothing came', async () => {
    const {short, carries, facts} = await probe({script: honest({forwards: () => false})})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(carries).toBe('no unknown, no unknown')
    expect(facts.because).toContain('none of 10 datagrams reached the responder')
  })

  it('down: the responder saw it', async () => {
    const {short, carries} = await probe({}, {}, {inner: {meddle: () => []}})
    expect(short).toEqual({viability: 'carries-up', blame: 'unknown', exit: 3})
    expect(carries).toBe('yes no, yes no')
  })

  it('IPv6, while IPv4 works: that is proven, so it counts', async () => {
    const forwards = (packet: Uint8Array): boolean => packet[0]! >> 4 === 4
    const {short, carries, facts} = await probe({script: honest({forwards})})
    expect(carries).toBe('yes yes, no unknown')
    expect(short).toMatchObject({viability: 'accepted', exit: 3})
    expect(facts.because).toMatch(/^over IPv6 .*none of 10 datagrams/)
  })

  it('and answers echo for the target: a responder is not fooled', async () => {
    const {short, facts} = await probe({
      script: async (tunnel, world, count) => {
        const spoof = (bytes: Uint8Array): boolean => {
          const packet = ip.read(new Cursor(bytes))
          const {protocol, payload} = ip.upper(packet)
          if (protocol !== icmp.PROTOCOL[packet.version]) return false
          const meaning = interpret(packet.version, icmp.read(new Cursor(payload)))
          if (meaning.kind !== 'echo-request') return false
          const back = {source: packet.destination, destination: packet.source}
          void tunnel.send(icmpPacket(back, {...meaning, kind: 'echo-reply'}))
          return false
        }
        await honest({forwards: spoof})(tunnel, world, count)
      },
    })
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.ipv4?.echo).toMatchObject([{received: 3}])
    expect(facts.remarks.join()).toContain('somebody answers for it')
  })
})

describe('a lossy way', () => {
  it.each([1, 2, 3])('is measured, and nobody is accused (%i)', async seed => {
    const wire = {delayMs: 10 + seed}
    const {short, facts} = await probe({}, {count: 40, intervalMs: 20}, {inner: {loss: 0.3, jitterMs: 60}, wire})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    const {sent, received, lostUp, lostDown} = facts.ipv4!.datagrams!
    expect(sent).toBe(40)
    expect(received).toBeLessThan(40)
    expect(received + lostUp! + lostDown!).toBe(40)
    expect(facts.ipv4!.datagrams!.reordered).toBeGreaterThan(0)
  })
})

describe('a proxy that breaks rules', () => {
  it('of routes: the tunnel is given up, which rule it was is told, and the proxy is named', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world) => {
      forward(tunnel, world)
      await tunnel.assign([{requestId: 0n, address: CLIENT[4], prefixLength: 32}])
      await tunnel.advertise([EVERYWHERE[1]!, EVERYWHERE[0]!])
    }
    const {short, facts} = await probe({script})
    expect(short).toEqual({viability: 'accepted', blame: 'proxy', exit: 3})
    expect(facts.session?.breaches.join()).toContain('stands behind a range of IPv6')
    expect(facts.because).toContain('ROUTE_ADVERTISEMENT')
    expect(facts.tunnelEnding).toContain('ROUTE_ADVERTISEMENT')
  })

  it('of Request IDs: told, and the tunnel goes on', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world) => {
      forward(tunnel, world)
      await tunnel.advertise(EVERYWHERE)
      await tunnel.assign([{requestId: 77n, address: CLIENT[4], prefixLength: 32}])
    }
    const {short, facts} = await probe({script})
    expect(short).toMatchObject({viability: 'carries-both-ways', exit: 0})
    expect(facts.session?.breaches.join()).toContain('Request ID 77')
  })

  it('with packets for others, and packets that are none', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await honest({unsolicited: true})(tunnel, world, count)
      const reply = {kind: 'echo-reply', id: 1, sequence: 1, data: new Uint8Array(8)} as const
      await tunnel.send(icmpPacket({source: HOST[4], destination: '192.0.2.77'}, reply))
      await tunnel.send(Uint8Array.of(1, 2, 3))
      await tunnel.sendInContext(8n, new Uint8Array(4))
      await tunnel.send(packetOf({source: HOST[4], destination: CLIENT[4]}, 253, new Uint8Array(4)))
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.strays).toEqual({packets: 1, notForUs: 1, malformed: 1, unknownContexts: 1})
    expect(facts.remarks.join()).toContain('no receiver accepts')
  })

  it('and asks us for addresses', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await tunnel.requestAddresses([{address: '0.0.0.0', prefixLength: 32}])
      await tunnel.tunnel.send({kind: 'capsule', type: 0x1234n, value: new Uint8Array(3)})
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.session).toMatchObject({requestedOfUs: 1, unknownCapsules: 1})
  })
})

describe('a proxy that changes its mind', () => {
  it('takes an address back: what was carried before still counts, and the change is told', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => {
        void tunnel.assign([{requestId: 0n, address: '192.0.2.55', prefixLength: 32}])
      })
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script})
    expect(short.exit).toBe(0)
    expect(facts.session?.changes).toMatchObject([{assigned: ['192.0.2.55/32'], routeCount: 2}])
  })

  it('dies in the middle: it carried, and then did not', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => tunnel.tunnel.abort('internal-error'))
      await honest()(tunnel, world, count)
    }
    const {short, facts, tookMs} = await probe({script})
    expect(short).toMatchObject({viability: 'carries-both-ways', exit: 3})
    expect(facts.stoppedAfter).toBeGreaterThan(0)
    expect(facts.because).toContain('ended by itself')
    expect(facts.tunnelEnding).not.toBeNull()
    expect(tookMs).toBeLessThan(3000)
  })

  const echoOnly = {aim: {target: HOST[4], tcpPorts: []}, scope: {target: HOST[4]}}

  it('dies in the middle of echo, where nothing else was sent', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      world.clock.after(700, () => tunnel.tunnel.abort('internal-error'))
      await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script}, echoOnly)
    expect(short).toMatchObject({viability: 'carries-both-ways', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('the tunnel ended by itself')
  })

  it('dies at the first packet: silence has a reason then', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      await honest({unsolicited: true, forwards: () => false})(tunnel, world, count)
      world.clock.after(500, () => tunnel.tunnel.abort('internal-error'))
    }
    const {short, facts} = await probe({script}, echoOnly)
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toMatch(/nothing came back from \S+: the tunnel ended \(the peer reset the stream/)
  })

  it('sends more routes than we take: that is a limit of ours, and no lack of addresses', async () => {
    const many = Array.from({length: 5000}, (_, index) => {
      const ip = `10.0.${index >> 7}.${2 * (index & 0x7f)}`
      return {start: ip, end: ip, protocol: 0}
    })
    const {short, facts} = await probe({
      script: async tunnel => {
        await tunnel.advertise(many)
      },
    })
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('a limit of ours: ROUTE_ADVERTISEMENT: more than 4096 ranges')
  })

  it('ends at once', async () => {
    const {short, facts, tookMs} = await probe({script: async tunnel => tunnel.tunnel.finish()})
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.because).toContain('ended before an address was assigned')
    expect(tookMs).toBeLessThan(1000)
  })

  it('refuses', async () => {
    const {short, facts} = await probe({answer: {status: 403, headers: []}})
    expect(short).toMatchObject({viability: 'refused', exit: 3})
    expect(facts).toMatchObject({session: null, ipv4: null, ipv6: null, carrier: null})
  })
})

describe('more sessions and a second connection', () => {
  const several = (session: number): {4: string; 6: string} => ({
    4: `192.0.2.${10 + session}`,
    6: `2001:db8:1::${session}`,
  })

  it('have addresses of their own, and are isolated: shown with controls', async () => {
    const script = honest({addresses: several})
    const {facts} = await probe({script}, {sessions: 3, reconnect: true})
    expect(facts.sessions).toMatchObject({asked: 3, opened: 3, differ: 'yes', isolated: 'yes', refusal: null})
    expect(facts.reconnect).toMatchObject({
      connected: true,
      same: 'no',
      addresses: ['192.0.2.14/32', '2001:db8:1::4/128'],
    })
  })

  it('have one address for all, and the same one when they come back', async () => {
    const {facts} = await probe({}, {sessions: 2, reconnect: true})
    expect(facts.sessions).toMatchObject({opened: 2, differ: 'no', isolated: 'unknown'})
    expect(facts.reconnect).toMatchObject({same: 'yes'})
  })

  it('reach each other', async () => {
    const tunnels = new Map<string, Parameters<NonNullable<ProxyOptions['script']>>[0]>()
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      const own = several(count)
      for (const address of Object.values(own)) tunnels.set(address, tunnel)
      const forwards = (bytes: Uint8Array): boolean => {
        const other = tunnels.get(ip.read(new Cursor(bytes)).destination)
        void other?.send(bytes)
        return other === undefined
      }
      await honest({addresses: own, forwards})(tunnel, world, count)
    }
    const {facts} = await probe({script}, {sessions: 2})
    expect(facts.sessions).toMatchObject({isolated: 'no', differ: 'yes'})
  })

  it('silence between them without a control proves nothing', async () => {
    const script = honest({addresses: several})
    const {facts} = await probe({script}, {sessions: 2}, {inner: {answersEcho: false}})
    expect(facts.sessions).toMatchObject({isolated: 'unknown'})
    expect(facts.sessions?.because).toContain('nothing shows that both were alive')
  })

  it('are refused', async () => {
    const script: ProxyOptions['script'] = async (tunnel, world, count) => {
      if (count > 1) tunnel.tunnel.abort('connect-error')
      else await honest()(tunnel, world, count)
    }
    const {short, facts} = await probe({script}, {sessions: 2})
    expect(short.exit).toBe(0)
    expect(facts.sessions).toMatchObject({opened: 2, differ: 'unknown', isolated: 'unknown'})
  })
})

describe('sizes', () => {
  it('are searched each way, with the packet that is too big named', async () => {
    const inner = {mtu: 1300, downMtu: 1290}
    const {facts} = await probe({}, {sizes: true, count: 3}, {inner})
    const {payload, headerBytes} = facts.ipv4!
    expect(headerBytes).toBe(28)
    expect(payload?.up.frame?.largestBytes).toBeLessThanOrEqual(1300 - 28)
    expect(payload?.down.frame?.largestBytes).toBeLessThanOrEqual(1290 - 28)
    expect(facts.ipv6?.payload?.up.frame?.largestBytes).toBeLessThanOrEqual(1300 - 48)
  })
})

describe('an interrupted run', () => {
  it('tells what was found so far', async () => {
    const here = new IpWorld(identity)
    here.serve()
    const controller = new AbortController()
    here.clock.after(700, () => controller.abort(new Error('enough')))
    const {document, facts} = await here.probe({count: 100}, controller.signal)
    expect(document).toMatchObject({verdict: 'interrupted', exitCode: 130})
    expect(facts.session?.assigned.length).toBe(2)
    expect(facts.ipv4?.datagrams?.received).toBeGreaterThan(0)
  })
})

it('a proxy that answers requests only for a while leaves nothing waiting', async () => {
  const here = new IpWorld(identity)
  here.serve({
    script: async (tunnel, world) => {
      forward(tunnel, world)
      await tunnel.advertise(EVERYWHERE)
      await answerRequests(tunnel, CLIENT)
    },
  })
  await here.probe({sizes: true})
  await here.clock.advance(600_000)
  expect(here.clock.pendingTimers).toBeLessThan(5)
})
