/** The largest payloads as `probe udp` tells them: the whole probe in a world of its own, with proxies and paths that set limits. */
import {beforeAll, describe, expect, it} from 'vitest'
import {parsePayload} from '../../../src/lib/payload/payload.js'
import type {PayloadFacts, PayloadWay} from '../../../src/lib/report/payload-facts.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import type {TestCertificate} from '../../support/certificate.js'
import {PROXY, proxyCertificate, RESPONDER, World, type Changes, type WorldOptions} from '../world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

interface Setting {
  readonly options?: WorldOptions
  readonly proxy?: Changes
  readonly prepare?: (world: World) => void
}

/** IPv4 and UDP. */
const HEADERS = 28
/** Frames in these worlds carry 1162 octets; a Quarter Stream ID and a Context ID take two. */
const FRAME = 1160

async function examine({options, proxy, prepare}: Setting = {}, more: Parameters<World['probe']>[0] = {}) {
  const here = new World(identity, options)
  here.proxy(proxy)
  here.responder()
  prepare?.(here)
  const probed = await here.probe({count: 10, intervalMs: 10, sizes: true, ...more})
  const {payload} = probed.facts
  if (!payload) throw new Error('nothing was examined')
  return {...probed, payload, here}
}

const short = (way: PayloadWay | null) => way && [way.largestBytes, way.smallestLostBytes, way.limitedBy]

function overview({up, down}: PayloadFacts) {
  return {
    up: {frame: short(up.frame), capsule: short(up.capsule)},
    down: {frame: short(down.frame), capsule: short(down.capsule)},
  }
}

describe('an honest proxy', () => {
  it('frames end with the frame, capsules with the search; what does not fit a frame on the way down is dropped', async () => {
    const {payload, facts} = await examine()
    expect(overview(payload)).toEqual({
      up: {frame: [FRAME, null, 'outer-path'], capsule: [9000, null, 'search']},
      down: {frame: [FRAME, FRAME + 1, 'beyond-us'], capsule: null},
    })
    expect(payload.up.capsule?.sizes.at(-1)).toMatchObject({bytes: 9000, left: 'yes', arrived: 1, returned: 1})
    expect(payload.up.frame?.sizes.at(-1)).toMatchObject({bytes: 1452, tries: 1, accepted: 0, left: 'no', arrived: 0})
    const lost = payload.down.frame?.sizes.find(({bytes}) => bytes === FRAME + 1)
    expect(lost).toMatchObject({tries: 3, arrived: 3, returned: 0, endedTunnels: 0})
    expect(payload.tunnels).toBe(4)
    expect(payload.datagrams).toBeLessThan(100)
    // It changes nothing of the rest.
    expect(facts.datagrams).toMatchObject({sent: 10, received: 10})
    expect(facts.answers).toMatchObject({carriesUp: 'yes', carriesDown: 'yes'})
  })

  it('every sum adds up to the payload', async () => {
    const {payload} = await examine()
    const sums = [payload.up.capsule?.sum, payload.down.frame?.sum]
    for (const sum of sums) {
      const [whole, ...rest] = sum!.map(({bytes}) => bytes)
      const payloadBytes = rest.pop()
      expect(whole! + rest.reduce((total, bytes) => total + bytes, 0)).toBe(payloadBytes)
    }
  })

  it('asked for one carrier only, the other is not examined', async () => {
    expect(overview((await examine({}, {datagrams: 'frames'})).payload).up.capsule).toBeNull()
    const capsules = await examine({proxy: {wire: {datagrams: 'capsules'}}}, {datagrams: 'capsules'})
    expect(overview(capsules.payload)).toEqual({
      up: {frame: null, capsule: [9000, null, 'search']},
      down: {frame: null, capsule: [9000, null, 'search']},
    })
  })

  it('leaves nothing waiting', async () => {
    const here = new World(identity)
    const servers = [here.proxy(), here.responder()]
    await here.probe({count: 2, sizes: true})
    await here.clock.run(Promise.all(servers.map(async server => server[Symbol.asyncDispose]())))
    await here.clock.advance(600_000)
    expect(here.clock.pendingTimers).toBe(0)
  })
})

describe('a narrow way between proxy and target', () => {
  it('up: packets with DF that are too large do not arrive, by frame or by capsule', async () => {
    const mtu = 1100
    const {payload} = await examine({prepare: ({internet}) => internet.setPath(PROXY, RESPONDER, {mtu, delayMs: 5})})
    const limit = mtu - HEADERS
    expect(overview(payload).up).toEqual({
      frame: [limit, limit + 1, 'beyond-us'],
      capsule: [limit, limit + 1, 'beyond-us'],
    })
    expect(payload.up.capsule?.because).toMatch(
      /1073 octets did not arrive in 3 tries, while 1072 did: lost in the proxy or behind it/,
    )
    // A frame is not sent again, so the way to the proxy may have lost it as well.
    expect(payload.up.frame?.because).toMatch(/lost on the way to the proxy, in it, or behind it/)
    expect(payload.up.frame?.sizes.find(({bytes}) => bytes === limit + 1)).toMatchObject({left: 'yes', arrived: 0})
  })

  it('down: the responder learns of it, and says that its own system refuses', async () => {
    const mtu = 1100
    const {payload} = await examine({prepare: ({internet}) => internet.setPath(RESPONDER, PROXY, {mtu, delayMs: 5})})
    expect(overview(payload).down.frame).toEqual([mtu - HEADERS, mtu - HEADERS + 1, 'responder-system'])
    expect(payload.up.frame?.largestBytes).toBe(FRAME)
  })

  it('without ICMP errors nobody knows why, and nobody says so', async () => {
    const path = {mtu: 1100, delayMs: 5, icmp: false}
    const {payload} = await examine({prepare: ({internet}) => internet.setPath(RESPONDER, PROXY, path)})
    expect(overview(payload).down.frame).toEqual([1072, 1073, 'beyond-us'])
  })
})

describe('loss', () => {
  it('30 % on every way between proxy and target: the same limits, with more tries', async () => {
    const path = {loss: 0.3, delayMs: 5}
    const prepare = ({internet}: World): void => {
      internet.setPath(PROXY, RESPONDER, {...path, mtu: 1100})
      internet.setPath(RESPONDER, PROXY, path)
    }
    for (const seed of [3, 4, 5]) {
      const {payload} = await examine({prepare, options: {seed}}, {count: 30})
      const {up, down} = overview(payload)
      expect([up.frame?.slice(0, 2), down.frame?.slice(0, 2)], `seed ${seed}`).toEqual([
        [1072, 1073],
        [FRAME, FRAME + 1],
      ])
      expect(payload.up.frame?.sizes.find(({bytes}) => bytes === 1073)?.tries).toBeGreaterThanOrEqual(6)
    }
  })
})

describe('habits of proxies', () => {
  it('capsules downwards for what does not fit a frame: both are told', async () => {
    const {payload} = await examine({proxy: {tunnel: {onTooLargeForFrame: () => 'capsule'}}})
    expect(overview(payload).down).toEqual({frame: [FRAME, null, 'beyond-us'], capsule: [9000, null, 'search']})
    expect(payload.down.frame?.because).toMatch(/came in capsules.*section 6\.1/)
  })
})

describe('nothing is examined', () => {
  const facts = async (prepare: (world: World) => void, more: Parameters<World['probe']>[0] = {}) => {
    const here = new World(identity)
    here.proxy()
    prepare(here)
    return (await here.probe({count: 2, sizes: true, ...more})).facts
  }

  it('unless it is asked for', async () => {
    expect((await facts(here => here.responder(), {sizes: false})).payload).toBeNull()
  })

  it('where nothing is carried', async () => {
    expect((await facts(() => undefined, {timeoutMs: 1000})).payload).toBeNull()
  })

  it('with a target that answers in a size of its own', async () => {
    const {payload, maxPayloadBytes} = await facts(() => undefined, {
      timeoutMs: 1000,
      aim: {kind: 'payload', target: parseTarget('203.0.113.7:53'), payload: parsePayload('stun', seeded(1))},
    })
    expect(payload).toBeNull()
    expect(maxPayloadBytes).toBe(FRAME)
  })
})
