/** Both ends of an IP tunnel joined in memory, in frames and in capsules, whole and an octet at a time. */
import {describe, expect, it} from 'vitest'
import {memoryPair} from '../../src/lib/http/memory.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {openIp} from '../../src/lib/tunnel/connect-ip.js'
import {refusal} from '../../src/lib/tunnel/ip-session.js'
import {NOTHING} from '../../src/lib/tunnel/ip-state.js'
import {parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import * as capsule from '../../src/lib/wire/capsule.js'
import {ascii, hex, show} from '../support/bytes.js'
import {never, ALL4, ALL6, open, joined, asking, collect, endingOf} from './ip-pair.js'

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
