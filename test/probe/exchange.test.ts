/** What `probe udp` says of datagrams: which way they went, what was lost where, and whom it does not accuse. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {Net, UdpSocket} from '../../src/lib/net/net.js'
import {parsePayload} from '../../src/lib/payload/payload.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import type {TestCertificate} from '../support/certificate.js'
import {proxyCertificate, World, type WorldOptions} from './world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

const world = (options?: WorldOptions): World => new World(identity, options)

describe('a proxy that works', () => {
  it('carries both ways, by frames, with figures that add up', async () => {
    const here = world()
    here.proxy()
    here.responder()
    const {short, facts, answers, document} = await here.probe()
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(answers).toBe('yes yes yes yes')
    expect(facts.datagrams).toMatchObject({sent: 10, received: 10, lost: 0, lostUp: 0, lostDown: 0, duplicates: 0})
    // 10 ms each way to the proxy, 5 from there to the responder.
    expect(facts.datagrams?.rttMs).toEqual({min: 30, median: 30, p95: 30, max: 30})
    expect(facts.datagrams?.jitterMs).toBe(0)
    expect(facts.carriers).toEqual({up: 'frame', down: ['frame']})
    expect(facts.outer?.rttMs?.min).toBe(20)
    expect(facts.egress).toMatchObject({ttl: 64, tos: 0, ecn: 'Not-ECT', dscp: 0})
    expect(facts.egress?.address).toMatch(/^192\.0\.2\.1:\d+$/)
    expect(facts.notKnown).toEqual([])
    expect(facts.remarks).toEqual([])
    expect(document.responder).toMatchObject({where: 'remote', capabilities: ['echo', 'report', 'cmsg', 'sizes']})
    expect(document.proxy.addresses).toEqual(['192.0.2.1'])
    expect(document.roads[0]?.attempts.map(({phase}) => phase)).toEqual([
      'names',
      'udp',
      'quic',
      'certificate',
      'alpn',
      'settings',
      'request',
      'response',
    ])
  })

  it('on this host needs nobody else: the responder is in this process', async () => {
    const here = world({nextDoor: true})
    here.proxy()
    const {short, document} = await here.probe({count: 3, intervalMs: 10})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(document.responder).toMatchObject({where: 'in-process'})
  })

  it('by capsules, when asked', async () => {
    const here = world()
    here.proxy({wire: {datagrams: 'capsules'}})
    here.responder()
    const {short, facts} = await here.probe({datagrams: 'capsules'})
    expect(short.viability).toBe('carries-both-ways')
    expect(facts.carriers).toEqual({up: 'capsule', down: ['capsule']})
  })

  it('is over as soon as the answers are in', async () => {
    const here = world()
    here.proxy()
    here.responder()
    const {tookMs} = await here.probe({count: 1, timeoutMs: 60_000})
    expect(tookMs).toBeLessThan(500)
  })

  it('leaves nothing waiting', async () => {
    const here = world()
    const proxy = here.proxy()
    const responder = here.responder()
    await here.probe()
    await here.clock.run(Promise.all([proxy[Symbol.asyncDispose](), responder[Symbol.asyncDispose]()]))
    await here.clock.advance(600_000)
    expect(here.clock.pendingTimers).toBe(0)
  })
})

describe('a responder that only the proxy can reach', () => {
  it('costs no time, leaves nothing waiting, and its report comes through the tunnel', async () => {
    const here = world()
    const proxy = here.proxy()
    const responder = here.responder()
    here.internet.setPath('198.51.100.9', '203.0.113.7', {loss: 1})
    const {short, facts, document, tookMs} = await here.probe({timeoutMs: 60_000})
    expect(short.exit).toBe(0)
    expect(facts.reportCameBy).toBe('tunnel')
    expect(document.responder?.capabilities).toEqual(['echo', 'report', 'cmsg', 'sizes'])
    expect(tookMs).toBeLessThan(3000)
    await here.clock.run(Promise.all([proxy[Symbol.asyncDispose](), responder[Symbol.asyncDispose]()]))
    // Timers of closed things may be swept up to here; none that a timeout of a minute has left.
    await here.clock.advance(1000)
    expect(here.clock.pendingTimers).toBe(0)
  })
})

describe('a tunnel that is accepted and does not carry', () => {
  it('up: nothing arrives at a responder elsewhere, and nobody is accused', async () => {
    const here = world()
    here.proxy()
    here.responder()
    here.internet.setPath('192.0.2.1', '203.0.113.7', {loss: 1})
    const {short, answers, facts} = await here.probe()
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(answers).toBe('yes yes no unknown')
    expect(facts.because).toContain(
      'none of 10 datagrams reached the responder: lost in the proxy, or on the way from it',
    )
    expect(facts.reportCameBy).toBe('direct')
    expect(facts.datagrams).toMatchObject({sent: 10, received: 0, lostUp: 10, lostDown: 0})
  })

  it('down: the responder saw and answered them', async () => {
    const here = world()
    here.proxy()
    here.responder()
    here.internet.setPath('203.0.113.7', '192.0.2.1', {loss: 1})
    const {short, answers, facts} = await here.probe()
    expect(short).toEqual({viability: 'carries-up', blame: 'unknown', exit: 3})
    expect(answers).toBe('yes yes yes no')
    expect(facts.because).toContain('the responder saw 10 datagrams and answered 10')
    expect(facts.datagrams).toMatchObject({lostUp: 0, lostDown: 10})
  })

  it('up, next door: only the proxy can have lost them', async () => {
    const here = world({nextDoor: true})
    here.proxy({}, {net: silentSender})
    const {short, answers} = await here.probe()
    expect(short).toEqual({viability: 'accepted', blame: 'proxy', exit: 3})
    expect(answers).toBe('yes yes no unknown')
  })

  it('down, next door', async () => {
    const here = world({nextDoor: true})
    here.proxy({egress: {connectedSocket: false, acceptsFrom: () => false}})
    const {short} = await here.probe()
    expect(short).toEqual({viability: 'carries-up', blame: 'proxy', exit: 3})
  })

  it('down, next door, in a flood of other things: they may have crowded out the answers', async () => {
    const here = world({nextDoor: true})
    here.proxy({egress: {connectedSocket: false}}, {net: drownedNet})
    const {short} = await here.probe()
    expect(short).toEqual({viability: 'carries-up', blame: 'unknown', exit: 3})
  })

  it('with too little patience to accuse anybody', async () => {
    const here = world({nextDoor: true})
    here.proxy({}, {net: silentSender})
    const {short} = await here.probe({timeoutMs: 300})
    expect(short).toMatchObject({viability: 'accepted', blame: 'unknown'})
  })

  it('with too few datagrams to accuse anybody', async () => {
    const here = world({nextDoor: true})
    here.proxy({}, {net: silentSender})
    expect((await here.probe({count: 2})).short.blame).toBe('unknown')
  })

  it('with a responder that is not there: nothing is known', async () => {
    const here = world()
    here.internet.host(here.ips.responder)
    here.proxy()
    const {short, answers, facts} = await here.probe()
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(answers).toBe('yes yes unknown unknown')
    expect(facts.because).toContain('the responder does not answer directly either')
    expect(facts.datagrams).toMatchObject({lostUp: null, lostDown: null})
    expect(facts.notKnown).toEqual(['which way lost datagrams went: no report came from the responder'])
  })

  it('because the proxy ends it: said, and no verdict on the proxy', async () => {
    const here = world()
    here.proxy({tunnel: {onIcmpError: () => 'close'}})
    here.internet.host(here.ips.responder)
    const {short, facts} = await here.probe()
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(facts.tunnelEnding).not.toBeNull()
    expect(facts.because).toContain('the tunnel had ended')
  })

  it('although nothing can be sent: frames were asked for, and the server takes none', async () => {
    const here = world()
    here.proxy({wire: {settings: () => [{id: 0x8n, value: 1n}]}})
    here.responder()
    const {short, facts} = await here.probe({datagrams: 'frames'})
    expect(short.viability).toBe('accepted')
    expect(facts.because).toContain('DATAGRAM frames were asked for')
    expect(facts.datagrams).toMatchObject({sent: 0, lost: 0, ownDrops: 10})
  })
})

describe('a tunnel that carries and then stops', () => {
  it('because the proxy died: not met, and nobody is accused', async () => {
    const here = world()
    here.proxy()
    here.responder()
    here.clock.after(1050, () => here.network.cut('192.0.2.1:443'))
    const {short, facts, document} = await here.probe({count: 40})
    expect(short).toEqual({viability: 'carries-both-ways', blame: 'unknown', exit: 3})
    expect(document.verdict).toBe('inconclusive')
    expect(facts.stoppedAfter).toBe(facts.datagrams!.received)
    expect(facts.because).toContain(`after ${facts.stoppedAfter} of 40 datagrams`)
    expect(facts.answers.carriesUp).toBe('yes')
  })

  it('because the proxy ended it: how is said', async () => {
    const here = world()
    const proxy = here.proxy()
    here.responder()
    here.clock.after(1050, () => void proxy[Symbol.asyncDispose]())
    const {short, facts} = await here.probe({count: 40})
    expect(short.exit).toBe(3)
    expect(facts.because).toMatch(/after \d+ of 40 datagrams the tunnel ended by itself: the peer closed/)
    // What it could carry is not known any more, but how it did is.
    expect([facts.carriers?.up, facts.maxPayloadBytes]).toEqual(['frame', null])
  })

  it('with a target of its own', async () => {
    const here = world()
    here.proxy()
    echoTarget(here, bytes => bytes)
    here.clock.after(1050, () => here.network.cut('192.0.2.1:443'))
    const payload = parsePayload('hex:00', seeded(1))
    const {short, facts} = await here.probe({
      count: 30,
      aim: {kind: 'payload', target: parseTarget('203.0.113.7:53'), payload},
    })
    expect(short).toEqual({viability: 'carries-both-ways', blame: 'unknown', exit: 3})
    expect(facts.stoppedAfter).toBeGreaterThan(3)
  })

  it('but loss at the end is loss, where there was as much before', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const here = world({seed, wire: {delayMs: 10, loss: 0.3}})
      here.proxy()
      here.responder()
      const {facts} = await here.probe({count: 60})
      expect(facts.stoppedAfter, `seed ${seed}`).toBeNull()
    }
  })
})

describe('loss and disorder', () => {
  it('are counted by direction', async () => {
    const here = world({seed: 8})
    here.proxy()
    here.responder()
    here.internet.setPath('192.0.2.1', '203.0.113.7', {delayMs: 5, loss: 0.4})
    const {facts, short} = await here.probe({count: 40, intervalMs: 20})
    const {lost, lostUp, lostDown} = facts.datagrams!
    expect(short.viability).toBe('carries-both-ways')
    expect(lost).toBeGreaterThan(5)
    expect([lostUp, lostDown]).toEqual([lost, 0])
  })

  it('copies and overtaking are told apart from loss', async () => {
    const here = world({seed: 5})
    here.proxy()
    here.responder()
    here.internet.setPath('203.0.113.7', '192.0.2.1', {delayMs: 5, duplication: 0.3, reordering: 0.3})
    const {facts} = await here.probe({count: 40, intervalMs: 5})
    expect(facts.datagrams).toMatchObject({lost: 0})
    expect(facts.datagrams!.duplicates).toBeGreaterThan(0)
    expect(facts.datagrams!.reordered).toBeGreaterThan(0)
    expect(facts.datagrams!.jitterMs).toBeGreaterThan(0)
  })

  it.each(Array.from({length: 25}, (_, seed) => seed))('never make us accuse anybody (seed %i)', async seed => {
    const wire = {delayMs: 10, jitterMs: 5, loss: 0.3, reordering: 0.1, duplication: 0.1}
    const here = world({seed, wire})
    here.proxy()
    here.responder()
    for (const [from, to] of [
      ['192.0.2.1', '203.0.113.7'],
      ['203.0.113.7', '192.0.2.1'],
      ['198.51.100.9', '203.0.113.7'],
      ['203.0.113.7', '198.51.100.9'],
    ] as const) {
      here.internet.setPath(from, to, {delayMs: 5, loss: 0.3})
    }
    const {short, document} = await here.probe()
    expect([null, 'unknown']).toContain(short.blame)
    expect([0, 3]).toContain(short.exit)
    const nextDoor = world({seed, wire, nextDoor: true})
    nextDoor.proxy()
    expect([null, 'unknown']).toContain((await nextDoor.probe({count: 4})).short.blame)
    // With this much loss ten round trips can all fail; to be told then is that nothing was shown.
    if (short.exit === 3) expect(document.verdict).toBe('inconclusive')
  })
})

describe('a responder whose clock is elsewhere', () => {
  it('wants a cookie first, and that costs no question of the series', async () => {
    const here = world()
    here.proxy()
    const {clock, internet, ips} = here
    const hours = 3 * 3_600_000
    const skewed = {...clockFacade(here), wall: () => new Date(clock.wall().getTime() + hours)}
    const {Responder} = await import('../../src/lib/responder/responder.js')
    const {KEY} = await import('./world.js')
    new Responder({net: internet.host(ips.responder), clock: skewed, key: KEY, local: `${ips.responder}:4433`})
    const {facts} = await here.probe()
    expect(facts.datagrams).toMatchObject({sent: 10, received: 10, lost: 0})
  })
})

describe('a target that knows nothing of us', () => {
  it('answers, and so carries both ways; the rest is said to be unknown', async () => {
    const here = world()
    here.proxy()
    echoTarget(here, bytes => bytes)
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('hex:c0ffee', seeded(1)),
    } as const
    const {short, facts} = await here.probe({aim})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(facts.datagrams).toMatchObject({sent: 10, received: 10, lostUp: null})
    expect(facts.notKnown).toHaveLength(3)
    expect(facts.egress?.address).toBeNull()
  })

  it('is silent, and nobody is accused', async () => {
    const here = world()
    here.proxy()
    here.internet.host('203.0.113.7').udp({local: '203.0.113.7:53'}, {onPacket: () => undefined})
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('dns:example.com', seeded(1)),
    } as const
    const {short, answers, facts} = await here.probe({aim})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(answers).toBe('yes yes unknown unknown')
    expect(facts.because).toContain('cannot be told which')
  })

  it('may say where it saw us', async () => {
    const here = world()
    here.proxy()
    echoTarget(here, stunAnswer)
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('stun', seeded(1)),
    } as const
    const {facts} = await here.probe({aim})
    expect(facts.egress?.address).toBe('192.0.2.99:4711')
    expect(facts.notKnown).toHaveLength(2)
  })
})

describe('interrupted', () => {
  it('in the middle of the series, it tells what it has', async () => {
    const here = world()
    here.proxy()
    here.responder()
    const controller = new AbortController()
    here.clock.after(600, () => controller.abort(new Error('Ctrl-C')))
    const {short, document, facts} = await here.probe({count: 1000}, controller.signal)
    expect(document.verdict).toBe('interrupted')
    expect(short).toMatchObject({exit: 130, viability: 'carries-both-ways'})
    expect(facts.datagrams!.received).toBeGreaterThan(2)
  })

  it('before there is a tunnel, it tells how far it came', async () => {
    const here = world()
    here.proxy()
    const controller = new AbortController()
    here.clock.after(5, () => controller.abort(new Error('Ctrl-C')))
    const {short, answers, document} = await here.probe({}, controller.signal)
    expect(short).toEqual({viability: 'unknown', blame: null, exit: 130})
    expect(answers).toBe('unknown unknown unknown unknown')
    expect(document.roads[0]?.attempts.map(({phase}) => phase)).toEqual(['names'])
  })

  it('while the proxy thinks, it is reached and the rest is unknown', async () => {
    const here = world()
    here.proxy()
    here.internet.names.set('slow.example', {answer: {failure: 'temporary', detail: ''}, delayMs: 4000})
    const controller = new AbortController()
    here.clock.after(500, () => controller.abort(new Error('Ctrl-C')))
    const target = parseTarget('slow.example:53')
    const payload = parsePayload('stun', seeded(1))
    const {answers} = await here.probe({aim: {kind: 'payload', target, payload}}, controller.signal)
    expect(answers).toBe('yes unknown unknown unknown')
  })
})

describe('the wire', () => {
  it('is told on request, without credentials', async () => {
    const here = world()
    here.proxy()
    here.responder()
    await here.probe({
      wire: true,
      count: 2,
      headers: [
        ['authorization', 'Basic c2VjcmV0'],
        ['x-api-key', 'hunter2'],
      ],
    })
    const wire = here.events.filter(({event}) => event === 'wire')
    expect(wire.map(event => event.event === 'wire' && `${event.direction} ${event.kind}`)).toEqual([
      'sent request',
      'received response',
      // The greeting, then the two.
      'sent datagram',
      'received datagram',
      'sent datagram',
      'received datagram',
      'sent datagram',
      'received datagram',
      'sent ended',
    ])
    expect(JSON.stringify(wire)).not.toMatch(/c2VjcmV0|hunter2/)
    expect(wire.map(event => event.event === 'wire' && event.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

/** A network whose packets never leave. */
/** For each packet that comes, many of garbage, and never itself. */
function drownedNet(net: Net): Net {
  return {
    ...net,
    udp: (options, events) =>
      net.udp(options, {
        ...events,
        onPacket: packet => {
          const bytes = Uint8Array.of(1, 2, 3)
          for (let copy = 0; copy < 20; copy++) events.onPacket({...packet, bytes, start: 0, end: bytes.length})
        },
      }),
  }
}

function silentSender(net: Net): Net {
  return {
    ...net,
    udp: (options, events) => {
      const socket = net.udp(options, events)
      return new Proxy(socket, {
        get: (target, name) => {
          if (name === 'send') return () => 'sent'
          if (name === 'sendBatch') return (batch: {count: number}) => ({sent: batch.count})
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? (value as () => unknown).bind(target) : value
        },
      })
    },
  }
}

function clockFacade({clock}: World) {
  return {
    now: () => clock.now(),
    nowNs: () => clock.nowNs(),
    wall: () => clock.wall(),
    after: (ms: number, callback: () => void) => clock.after(ms, callback),
  }
}

function echoTarget(here: World, answer: (bytes: Uint8Array) => Uint8Array): void {
  const socket: UdpSocket = here.internet.host('203.0.113.7').udp(
    {local: '203.0.113.7:53'},
    {
      onPacket: ({bytes, start, end, from}) => {
        socket.send(answer(bytes.slice(start, end)), {to: from})
      },
    },
  )
}

/** A Binding success response with XOR-MAPPED-ADDRESS 192.0.2.99:4711. */
function stunAnswer(question: Uint8Array): Uint8Array {
  const cookie = question.slice(4, 8)
  const port = 4711 ^ 0x2112
  const ip = [192, 0, 2, 99].map((octet, index) => octet ^ cookie[index]!)
  return Uint8Array.of(1, 1, 0, 12, ...question.slice(4, 20), 0, 0x20, 0, 8, 0, 1, port >> 8, port & 0xff, ...ip)
}
