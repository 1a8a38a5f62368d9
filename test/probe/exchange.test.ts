/** What `probe udp` says of datagrams that are carried: which way they went, and what was lost where. */
import {beforeAll, describe, expect, it} from 'vitest'
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

function clockFacade({clock}: World) {
  return {
    now: () => clock.now(),
    nowNs: () => clock.nowNs(),
    wall: () => clock.wall(),
    after: (ms: number, callback: () => void) => clock.after(ms, callback),
  }
}
