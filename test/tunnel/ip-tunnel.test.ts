/** Both ends of an IP tunnel joined in memory, in frames and in capsules, whole and an octet at a time. */
import fc from 'fast-check'
import {afterEach, describe, expect, it} from 'vitest'
import type {Ending} from '../../src/lib/http/ending.js'
import {memoryPair, type MemoryOptions} from '../../src/lib/http/memory.js'
import type {Head, IncomingRequest, Tunnel} from '../../src/lib/http/transport.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {IpTunnel, openIp, type IpOpened, type IpRequest, type OnBreach} from '../../src/lib/tunnel/connect-ip.js'
import {IpSession, MAX_CAPSULE, refusal} from '../../src/lib/tunnel/ip-session.js'
import {diff, NOTHING, plain, type IpRange} from '../../src/lib/tunnel/ip-state.js'
import {parseIpTemplate, defaultIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import * as addressAssign from '../../src/lib/wire/connect-ip/address-assign.js'
import * as addressRequest from '../../src/lib/wire/connect-ip/address-request.js'
import * as routes from '../../src/lib/wire/connect-ip/route-advertisement.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as capsule from '../../src/lib/wire/capsule.js'
import {ascii, hex, show} from '../support/bytes.js'

const never = new AbortController().signal
const OK: Head = {status: 200, headers: [['capsule-protocol', '?1']]}
const TEMPLATE = parseIpTemplate(defaultIpTemplate('proxy.example'))
const ALL4: IpRange = {start: '0.0.0.0', end: '255.255.255.255', protocol: 0}
const ALL6: IpRange = {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0}

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
})

interface Joined {
  readonly clock: VirtualClock
  readonly client: IpTunnel
  readonly proxy: IpTunnel
  /** As the proxy has it: for what no IpTunnel would send. */
  readonly raw: Tunnel
  readonly incoming: IncomingRequest
  readonly settle: () => Promise<void>
  /** What is written to a stream needs time to be taken. */
  readonly run: <T>(work: Promise<T>) => Promise<T>
}

async function joined(options: MemoryOptions = {}, request: Partial<IpRequest> = {}): Promise<Joined> {
  const {clock, opening, incoming} = await asking(options, request)
  const raw = incoming.accept(OK)
  const proxy = new IpTunnel(raw)
  const opened = await clock.run(opening)
  if (opened.kind !== 'tunnel') throw new Error(opened.kind)
  open.push(opened.ip, proxy)
  return {
    clock,
    client: opened.ip,
    proxy,
    raw,
    incoming,
    settle: () => clock.advance(1000),
    run: work => clock.run(work),
  }
}

async function asking(options: MemoryOptions = {}, request: Partial<IpRequest> = {}) {
  const clock = new VirtualClock()
  const {transport, listener} = memoryPair(clock, seeded(5), {delayMs: 5, ...options})
  open.push(transport, listener)
  const opening: Promise<IpOpened> = openIp(transport, {template: TEMPLATE, ...request}, never)
  const arrived = await clock.run(listener.incoming[Symbol.asyncIterator]().next())
  if (arrived.done) throw new Error('the listener ended')
  return {clock, opening, incoming: arrived.value}
}

function collect(from: IpTunnel): string[] {
  const packets: string[] = []
  void (async () => {
    for await (const {packet} of from.received()) packets.push(show(packet))
  })()
  return packets
}

async function endingOf(tunnel: IpTunnel): Promise<Ending | 'open'> {
  return Promise.race([tunnel.ended, Promise.resolve().then(() => 'open' as const)])
}

describe('the request', () => {
  it('is an extended CONNECT to what the template says', async () => {
    const {incoming} = await joined({}, {scope: {target: '2001:db8::/32', ipproto: 58}, headers: [['x', 'y']]})
    expect(incoming.request).toMatchObject({
      method: 'CONNECT',
      protocol: 'connect-ip',
      authority: 'proxy.example',
      path: '/.well-known/masque/ip/2001%3Adb8%3A%3A%2F32/58/',
      headers: [
        ['capsule-protocol', '?1'],
        ['x', 'y'],
      ],
    })
  })

  it('writes the wildcard as RFC 6570 has it, or as the RFC shows it', async () => {
    expect((await joined()).incoming.request.path).toBe('/.well-known/masque/ip/%2A/%2A/')
    expect((await joined({}, {wildcard: 'literal'})).incoming.request.path).toBe('/.well-known/masque/ip/*/*/')
  })

  it('is not sent with a scope that the template has no place for', async () => {
    const {transport} = memoryPair(new VirtualClock(), seeded(1))
    open.push(transport)
    const request = {template: parseIpTemplate('https://p.example/vpn'), scope: {target: '192.0.2.1'}}
    await expect(openIp(transport, request, never)).rejects.toThrow('it has no {target}')
  })

  it.each([
    [{status: 204, headers: []}, 'status 204 must not start the Capsule Protocol'],
    [{status: 200, headers: [['Content-Length', '0'] as const]}, 'content-length must not be on'],
  ])('fails on a success that is none: %j', async (response, problem) => {
    const {clock, opening, incoming} = await asking()
    const tunnel = incoming.accept(response)
    const opened = await clock.run(opening)
    expect(opened).toMatchObject({kind: 'malformed', problem: expect.stringContaining(problem) as string})
    expect(await clock.run(tunnel.ended)).toMatchObject({by: 'peer', how: 'reset', code: 0x10en})
  })

  it('is told of a refusal', async () => {
    const {clock, opening, incoming} = await asking()
    await incoming.refuse({status: 403, headers: []})
    expect(await clock.run(opening)).toMatchObject({kind: 'refused', refusal: {status: 403}})
  })
})

describe.each([
  ['frames', {}],
  ['capsules', {frameBytes: undefined}],
  ['capsules, an octet at a time', {frameBytes: undefined, chunkBytes: 1}],
  ['frames, with capsules an octet at a time', {chunkBytes: 1}],
] as const)('a tunnel over %s', (_, options) => {
  it('carries packets both ways as they are', async () => {
    const {client, proxy, settle, run} = await joined(options)
    const [up, down] = [collect(proxy), collect(client)]
    const packet = hex('4500001400000000400000000a0000010a000002')
    expect(await run(client.send(packet))).toBe('accepted')
    expect(await run(proxy.send(ascii('no packet at all')))).toBe('accepted')
    const batch = client.batch()
    batch.add(packet, 0, packet.length)
    batch.flush()
    await settle()
    const expected = 'frameBytes' in options ? 1 : 2
    expect(up.slice(0, expected)).toEqual(Array(expected).fill(show(packet)))
    expect(down).toEqual([show(ascii('no packet at all'))])
  })

  it('drops what is in other contexts, quietly, and counts it (RFC 9484 section 6)', async () => {
    const {client, proxy, settle, run} = await joined(options)
    const up = collect(proxy)
    await run(client.sendInContext(2n, ascii('two')))
    await run(client.sendInContext((1n << 62n) - 1n, ascii('last')))
    await run(client.sendInContext(0n, ascii('zero, in eight octets'), 8))
    await run(client.tunnel.send({kind: 'datagram', payload: hex('')}))
    await run(client.tunnel.send({kind: 'datagram', payload: hex('4000')}))
    await run(client.send(ascii('zero')))
    await settle()
    expect(up).toEqual([show(ascii('zero, in eight octets')), show(hex('')), show(ascii('zero'))])
    expect([proxy.unknownContexts, proxy.malformedDatagrams]).toEqual([2, 1])
    expect(await endingOf(proxy)).toBe('open')
  })

  it('lets a client ask, and a proxy assign and advertise', async () => {
    const {client, proxy, settle, run} = await joined(options)
    await run(
      client.requestAddresses([
        {address: '0.0.0.0', prefixLength: 32},
        {address: '2001:db8::', prefixLength: 64},
      ]),
    )
    await settle()
    const asked = [
      {requestId: 1n, address: '0.0.0.0', prefixLength: 32},
      {requestId: 2n, address: '2001:db8::', prefixLength: 64},
    ]
    expect([client.state.requestsOpen, proxy.state.requestsOfPeer]).toEqual([asked, asked])
    const given = {requestId: 1n, address: '192.0.2.11', prefixLength: 32}
    await run(proxy.assign([given, refusal(asked[1]!)]))
    await run(proxy.advertise([ALL4]))
    await settle()
    expect(client.state).toEqual({
      ...NOTHING,
      assignedToUs: [given],
      refusedToUs: [{requestId: 2n, address: '::', prefixLength: 128}],
      routesOfPeer: [ALL4],
      received: {assignments: 1, requests: 0, advertisements: 1},
    })
    expect(proxy.state).toMatchObject({assignedByUs: [given], ourRoutes: [ALL4], requestsOfPeer: []})
    // Each capsule is the whole list: what is not in it is withdrawn.
    await run(proxy.assign([]))
    await run(proxy.advertise([ALL6]))
    await settle()
    expect(client.state).toMatchObject({assignedToUs: [], refusedToUs: [], routesOfPeer: [ALL6], breaches: []})
    expect(client.state.received).toEqual({assignments: 2, requests: 0, advertisements: 2})
  })

  it('works the other way round as well', async () => {
    const {client, proxy, settle, run} = await joined(options)
    await run(proxy.requestAddresses([{address: '::', prefixLength: 128}]))
    await settle()
    await run(client.assign([{requestId: 1n, address: '2001:db8::7', prefixLength: 128}]))
    await run(client.advertise([{start: '2001:db8::', end: '2001:db8::ff', protocol: 58}]))
    await settle()
    expect(proxy.state.assignedToUs).toEqual([{requestId: 1n, address: '2001:db8::7', prefixLength: 128}])
    expect(proxy.state.routesOfPeer).toEqual([{start: '2001:db8::', end: '2001:db8::ff', protocol: 58}])
  })

  it('skips capsules nobody knows, however long', async () => {
    const {client, raw, proxy, settle, run} = await joined(options)
    await run(raw.send({kind: 'capsule', type: capsule.reserved(3n), value: new Uint8Array(300)}))
    await run(raw.send({kind: 'capsule', type: 0x272dda5en, value: hex('')}))
    await run(proxy.advertise([ALL4]))
    await settle()
    expect(client.state).toMatchObject({unknownCapsules: 2, routesOfPeer: [ALL4], breaches: []})
    expect(await endingOf(client)).toBe('open')
  })
})

describe('what ends a tunnel (RFC 9484 sections 4.7.1 to 4.7.3)', () => {
  const entry = (address: string, prefixLength: number, requestId = 1n) => ({requestId, address, prefixLength})
  const range = (start: string, end: string, protocol = 0): IpRange => ({start, end, protocol})
  const cases: readonly (readonly [string, bigint, Uint8Array, string])[] = [
    [
      'an entry cut off',
      addressAssign.TYPE,
      addressAssign.write([entry('192.0.2.1', 32)]).subarray(0, 5),
      'octets wanted',
    ],
    [
      'IP version 5',
      addressAssign.TYPE,
      addressAssign.write([{...entry('192.0.2.1', 32), version: 5}]),
      'IP version 5',
    ],
    [
      'a prefix that is too long',
      addressAssign.TYPE,
      addressAssign.write([entry('192.0.2.1', 33)]),
      'longer than 32 bits',
    ],
    ['host bits', addressAssign.TYPE, addressAssign.write([entry('10.0.0.5', 24)]), 'bits set that the prefix'],
    ['an empty request', addressRequest.TYPE, hex(''), 'it asks for nothing'],
    [
      'host bits in a request',
      addressRequest.TYPE,
      addressRequest.write([entry('10.0.0.5', 24)]),
      'bits set that the prefix',
    ],
    ['a range cut off', routes.TYPE, routes.write([ALL4]).subarray(0, 9), 'octets wanted'],
    ['a range that ends first', routes.TYPE, routes.write([range('10.0.0.2', '10.0.0.1')]), 'ends before it starts'],
    ['IPv6 first', routes.TYPE, routes.write([ALL6, ALL4]), 'stands behind a range of IPv6'],
    [
      'an overlap',
      routes.TYPE,
      routes.write([range('10.0.0.1', '10.0.0.2'), range('10.0.0.2', '10.0.0.3')]),
      'overlaps',
    ],
    [
      'protocols out of order',
      routes.TYPE,
      routes.write([range('::', '::1', 17), range('::2', '::3', 6)]),
      'stands behind',
    ],
    ['all protocols over one', routes.TYPE, routes.write([ALL4, range('10.0.0.1', '10.0.0.1', 6)]), 'all protocols'],
  ]

  it.each(cases)('%s', async (_, type, value, words) => {
    const {client, raw, settle, run} = await joined()
    await run(raw.send({kind: 'capsule', type, value}))
    await settle()
    const expected = {by: 'us', how: 'malformed', code: 0x10en, detail: expect.stringContaining(words) as string}
    expect(await endingOf(client)).toMatchObject(expected)
    expect(client.state.breaches).toEqual([expect.stringContaining(words)])
    expect(await raw.ended).toMatchObject({by: 'peer', how: 'reset', code: 0x10en})
  })

  it.each(cases)('or is written down, for those who want to see more: %s', async (_, type, value, words) => {
    const record: OnBreach = 'record'
    const {client, raw, proxy, settle, run} = await joined({}, {onBreach: record})
    await run(proxy.advertise([ALL6]))
    await run(raw.send({kind: 'capsule', type, value}))
    await run(proxy.assign([]))
    await settle()
    expect(await endingOf(client)).toBe('open')
    expect(client.state.breaches).toEqual([expect.stringContaining(words)])
    // What was broken counts for nothing, and what comes later does.
    expect(client.state.routesOfPeer).toEqual([ALL6])
    expect(client.state.received.assignments).toBeGreaterThan(0)
  })

  it('a capsule cut off by the end of the stream is the stream’s breach, and no list', async () => {
    const {client, raw, settle, run} = await joined()
    const bytes = capsule.write(routes.TYPE, routes.write([ALL4]))
    await run(raw.raw(bytes.subarray(0, -1)))
    await run(raw.finish())
    await settle()
    expect(await endingOf(client)).toMatchObject({
      how: 'malformed',
      detail: 'the stream ended in the middle of a capsule',
    })
    expect(client.state).toEqual(NOTHING)
  })

  it('a list that is too long ends it too, and is no breach', async () => {
    const {client, raw, settle, run} = await joined()
    await run(raw.raw(capsule.write(routes.TYPE, hex(''), {length: BigInt(MAX_CAPSULE) + 1n})))
    await settle()
    expect(await endingOf(client)).toMatchObject({by: 'us', how: 'over-limit', code: 0x102n})
    expect(client.state).toMatchObject({breaches: [], remarks: [expect.stringContaining('more than we take')]})
  })
})

describe('what does not', () => {
  it.each([
    ['Request ID 0', [0n], 'the Request ID is 0'],
    ['a Request ID used twice', [7n, 7n], 'Request ID 7 was used before'],
  ])('%s: it binds the sender', async (_, ids, words) => {
    const {client, raw, settle, run} = await joined()
    const value = addressRequest.write(ids.map(requestId => ({requestId, address: '::', prefixLength: 128})))
    await run(raw.send({kind: 'capsule', type: addressRequest.TYPE, value}))
    await settle()
    expect(client.state.breaches).toEqual([`ADDRESS_REQUEST: ${words}`])
    expect(client.state.requestsOfPeer).toHaveLength(ids.length)
    expect(await endingOf(client)).toBe('open')
  })

  it('an answer to what was never asked, as opposed to what was answered before', async () => {
    const {client, proxy, settle, run} = await joined()
    await run(client.requestAddresses([{address: '0.0.0.0', prefixLength: 32}]))
    const first = {requestId: 1n, address: '192.0.2.1', prefixLength: 32}
    await run(proxy.assign([first]))
    await run(proxy.assign([first, {requestId: 0n, address: '192.0.2.2', prefixLength: 32}]))
    await settle()
    expect(client.state).toMatchObject({breaches: [], assignedToUs: [{address: '192.0.2.1'}, {address: '192.0.2.2'}]})
    await run(proxy.assign([first, {requestId: 2n, address: '192.0.2.3', prefixLength: 32}]))
    await settle()
    expect(client.state.breaches).toEqual(['ADDRESS_ASSIGN: Request ID 2 was never used in a request'])
    expect(await endingOf(client)).toBe('open')
  })

  it('a refusal that is repeated', async () => {
    const {client, proxy, settle, run} = await joined()
    await run(client.requestAddresses([{address: '0.0.0.0', prefixLength: 32}]))
    const declined = refusal({requestId: 1n, address: '0.0.0.0', prefixLength: 32})
    await run(proxy.assign([declined]))
    await run(proxy.assign([declined]))
    await settle()
    expect(client.state).toMatchObject({
      breaches: [],
      remarks: ['ADDRESS_ASSIGN: the refusal of request 1 was repeated'],
    })
  })

  it('an assignment of everything, which is no refusal', async () => {
    const {client, proxy, settle, run} = await joined()
    await run(proxy.assign([{requestId: 0n, address: '0.0.0.0', prefixLength: 0}]))
    await settle()
    expect(client.state).toMatchObject({assignedToUs: [{address: '0.0.0.0', prefixLength: 0}], refusedToUs: []})
  })

  it('a datagram longer than any packet', async () => {
    const {client, raw, proxy, settle, run} = await joined({frameBytes: undefined})
    await run(
      raw.raw(concat(capsule.write(0n, new Uint8Array(70_000)), capsule.write(routes.TYPE, routes.write([ALL4])))),
    )
    await run(proxy.send(ascii('next')))
    await settle()
    expect([client.malformedDatagrams, client.state.routesOfPeer]).toEqual([1, [ALL4]])
    expect(await endingOf(client)).toBe('open')
  })
})

it('states are values: what was looked at stays as it was, and the difference has words', async () => {
  const {client, proxy, settle, run} = await joined()
  const before = client.state
  await run(client.requestAddresses([{address: '192.0.2.9', prefixLength: 32}]))
  await run(proxy.assign([{requestId: 1n, address: '192.0.2.1', prefixLength: 32}]))
  await run(proxy.advertise([ALL4, {start: '::1', end: '::1', protocol: 58}]))
  await settle()
  expect(before).toEqual(NOTHING)
  const then = client.state
  expect(diff(before, then)).toEqual([
    'the peer assigned 192.0.2.1/32',
    'the peer routes 0.0.0.0-255.255.255.255',
    'the peer routes ::1 for protocol 58',
  ])
  await run(proxy.assign([]))
  await run(proxy.advertise([ALL4]))
  await settle()
  expect(diff(then, client.state)).toEqual([
    'the peer withdrew 192.0.2.1/32',
    'the peer no longer routes ::1 for protocol 58',
  ])
  expect(diff(then, then)).toEqual([])
  expect(diff(NOTHING, proxy.state)).toEqual(['we route 0.0.0.0-255.255.255.255'])
  expect(plain(then)).toMatchObject({assignedToUs: [{requestId: 1}]})
  expect(plain({...then, assignedToUs: [{requestId: 1n << 60n, address: '::', prefixLength: 0}]})).toMatchObject({
    assignedToUs: [{requestId: '1152921504606846976'}],
  })
})

describe('waiting for a change', () => {
  it('ends with a new state, with the tunnel, or with the signal', async () => {
    const {clock, client, proxy, run} = await joined()
    const waiting = client.changed(never)
    await run(proxy.advertise([ALL4]))
    expect((await clock.run(waiting)).routesOfPeer).toEqual([ALL4])
    const seen = client.state
    await run(proxy.advertise([]))
    await clock.advance(100)
    // It changed before anybody waited.
    expect((await client.changed(never, seen)).routesOfPeer).toEqual([])
    const controller = new AbortController()
    const given = client.changed(controller.signal)
    controller.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
    const last = client.changed(never)
    await proxy[Symbol.asyncDispose]()
    expect(await clock.run(last)).toBe(client.state)
    expect(await client.changed(never)).toBe(client.state)
  })
})

describe('sizes (RFC 9484 sections 7.2 and 10.1)', () => {
  it.each([
    [{frameBytes: 1281}, 1280, undefined],
    [{frameBytes: 1280}, 1279, 'the tunnel carries packets of 1279 octets at most, and IPv6 needs 1280'],
    [{frameBytes: undefined}, 65_535, undefined],
  ])('%j', async (options, mtu, words) => {
    const {client} = await joined(options)
    expect([client.mtu, client.ipv6Obstacle?.words]).toEqual([mtu, words])
  })

  it('what does not fit a frame is not sent in a capsule instead', async () => {
    const {client, proxy, settle, run} = await joined({frameBytes: 1001})
    const up = collect(proxy)
    expect(await run(client.send(new Uint8Array(1001)))).toEqual({tooLarge: 1000})
    expect(await run(client.send(new Uint8Array(1000)))).toBe('accepted')
    await settle()
    expect(up.map(text => text.length / 2)).toEqual([1000])
  })
})

it('packets that nobody reads are dropped, the oldest first, and counted', async () => {
  const {client, proxy, settle, run} = await joined()
  for (let index = 0; index < 4200; index++) await run(proxy.send(Uint8Array.of(index >> 8, index)))
  await settle()
  expect(client.dropped).toBe(104)
  const first = await client.received().next()
  expect(!first.done && show(first.value.packet)).toBe('0068')
})

it('a sink takes packets instead, without an object for each', async () => {
  const {client, proxy, settle, run} = await joined()
  const seen: string[] = []
  client.sink = (bytes, start, end) => seen.push(show(bytes.subarray(start, end)))
  await run(proxy.send(ascii('a')))
  await settle()
  expect(seen).toEqual(['61'])
})

it('no capsule throws, and what is held stays bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.bigInt({min: 0n, max: 5n}), fc.uint8Array({maxLength: 60}))), capsules => {
      const session = new IpSession()
      for (const [type, value] of capsules) {
        const outcome = session.received(type, value)
        if (typeof outcome === 'object' && 'breach' in outcome) expect(session.state.breaches).toContain(outcome.breach)
      }
    }),
  )
  const session = new IpSession()
  const id = (requestId: bigint) => addressRequest.write([{requestId, address: '0.0.0.0', prefixLength: 32}])
  for (let at = 1n; at <= 4097n; at++) session.received(addressRequest.TYPE, id(at))
  expect(session.state.requestsOfPeer).toHaveLength(4096)
  for (let at = 1n; at <= 200n; at++)
    session.received(addressAssign.TYPE, addressAssign.write([{requestId: at, address: '::', prefixLength: 200}]))
  for (let at = 0; at < 200; at++)
    session.received(
      addressAssign.TYPE,
      addressAssign.write([{requestId: 1n, address: `10.0.0.${at}`, prefixLength: 40}]),
    )
  expect(session.state.breaches.length).toBeLessThanOrEqual(64)
})
