/** What `probe udp` says of tunnels that do not carry, stop or are interrupted, and whom it does not accuse. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {Net} from '../../src/lib/net/net.js'
import {parsePayload} from '../../src/lib/payload/payload.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import type {TestCertificate} from '../support/certificate.js'
import {echoTarget} from './echo-target.js'
import {proxyCertificate, World, type WorldOptions} from './world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

const world = (options?: WorldOptions): World => new World(identity, options)

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

/** A network whose packets never leave. */
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
