/** What `probe ip` says of proxies that are honest, and of targets that know nothing of it. */
import {describe, expect, it} from 'vitest'
import {parsePayload} from '../../../src/lib/payload/payload.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import * as ip from '../../../src/lib/wire/ip/packet.js'
import {CLIENT, EVERYWHERE, HOST, ROUTERS} from './inner-world.js'
import {answerRequests, forward, honest, IpWorld} from './ip-world.js'
import {probe, identity} from './probing.js'

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
