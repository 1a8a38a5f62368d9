/** Which capsules end an IP tunnel and which do not, what they make of its state, and that what is held stays bounded. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {OnBreach} from '../../src/lib/tunnel/connect-ip.js'
import {IpSession, MAX_CAPSULE, refusal} from '../../src/lib/tunnel/ip-session.js'
import {diff, NOTHING, plain, type IpRange} from '../../src/lib/tunnel/ip-state.js'
import * as addressAssign from '../../src/lib/wire/connect-ip/address-assign.js'
import * as addressRequest from '../../src/lib/wire/connect-ip/address-request.js'
import * as routes from '../../src/lib/wire/connect-ip/route-advertisement.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as capsule from '../../src/lib/wire/capsule.js'
import {ascii, hex} from '../support/bytes.js'
import {never, ALL4, ALL6, joined, endingOf} from './ip-pair.js'

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
