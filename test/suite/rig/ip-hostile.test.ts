/** The rig's IP tunnel at peers that send anything: kept as it came, bounded, and no reason to stop. */
import {describe, expect, test} from 'vitest'
import type {Tunnel} from '../../../src/lib/http/transport.js'
import {understand} from '../../../src/lib/probe/ip/packet.js'
import {icmpPacket} from '../../../src/lib/proxy/ip/icmp-errors.js'
import {IpTunnel} from '../../../src/lib/tunnel/ip-tunnel.js'
import {concat, fromHex} from '../../../src/lib/wire/bytes.js'
import {never, RESPONDER, visited} from './ip-rig-world.js'

describe('what a peer may send', () => {
  test('an empty list of routes leads nowhere, and is not as good as none', async () => {
    const {clock, rig} = await visited(async tunnel => {
      const ip = new IpTunnel(tunnel)
      await ip.advertise([])
      await ip.assign([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
    })
    expect(await clock.run(rig.ready(never))).toEqual([])
    expect(rig.address(4)).toBe('192.0.2.9')
    await expect(clock.run(rig.echo(never))).rejects.toThrow(
      'no address and route of one family that lead to the target',
    )
  })

  test('everything is kept as it came, in its order, and ends nothing', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.send({kind: 'capsule', type: 1n, value: fromHex('0005')})
      await tunnel.send({kind: 'capsule', type: 0x1234n, value: fromHex('cafe')})
      await tunnel.send({kind: 'datagram', payload: fromHex('00ff')})
      await tunnel.send({kind: 'datagram', payload: fromHex('0702'), carrier: 'capsule'})
      await tunnel.send({kind: 'datagram', payload: fromHex('')})
    })
    await clock.run(rig.ended(never, 50))
    expect(rig.arrivals.map(one => ({...one, atMs: 0})).sort(byKind)).toEqual([
      {kind: 'capsule', type: 1n, length: 2n, value: fromHex('0005'), atMs: 0},
      {kind: 'capsule', type: 0x1234n, length: 2n, value: fromHex('cafe'), atMs: 0},
      {kind: 'datagram', carrier: 'frame', bytes: fromHex('00ff'), atMs: 0},
      {kind: 'datagram', carrier: 'capsule', bytes: fromHex('0702'), atMs: 0},
      {kind: 'datagram', carrier: 'frame', bytes: fromHex(''), atMs: 0},
    ])
    expect(rig.packets.map(({bytes}) => bytes)).toEqual([fromHex('ff')])
    expect(rig.ip.state.breaches).toHaveLength(1)
    expect(rig.ending()).toBeNull()
  })

  const REPLIES: readonly (readonly [what: string, change: (echo: EchoReply) => Partial<EchoReply>])[] = [
    ['with other data', ({data}) => ({data: data.map(octet => octet ^ 1)})],
    ['with less data', ({data}) => ({data: data.subarray(1)})],
    ['with another identifier', ({id}) => ({id: id ^ 1})],
    ['to a question that was not asked', ({sequence}) => ({sequence: sequence + 7})],
    ['from somebody else', () => ({source: RESPONDER[4]})],
    ['to somebody else', () => ({destination: '192.0.2.77'})],
    ['with a broken checksum', () => ({breaks: true})],
  ]

  test.each(REPLIES)('an echo answered %s is not answered, and the answer is kept', async (_, change) => {
    const {clock, rig} = await visited(tunnel => answerEchoes(tunnel, change))
    expect(await clock.run(rig.echo(never))).toBe(false)
    expect(rig.packets).toHaveLength(5)
  })

  test('the same peer, when it changes nothing, answers; doubled answers are answers still', async () => {
    const {clock, rig} = await visited(tunnel => answerEchoes(tunnel, () => ({copies: 3})))
    expect(await clock.run(rig.echo(never))).toBe(true)
    await clock.run(rig.ended(never, 50))
    expect(rig.packets).toEqual([])
    expect(rig.arrivals.filter(({kind}) => kind === 'datagram')).toHaveLength(3)
  })

  test('answers are known among a flood of packets', async () => {
    const {clock, rig} = await visited(tunnel => answerEchoes(tunnel, () => ({noise: 6000})))
    expect(await clock.run(rig.echo(never))).toBe(true)
    expect(rig.packets).toHaveLength(4096)
  })

  test('capsules that are too large for us are told of by their beginnings, too', async () => {
    const {clock, rig} = await visited(tunnel => {
      void tunnel.raw(concat(fromHex('0180030d40'), new Uint8Array(200_000).fill(1)))
      void tunnel.raw(concat(fromHex('0080030d40'), new Uint8Array(200_000).fill(2)))
      void tunnel.send({kind: 'capsule', type: 3n, value: fromHex('')})
    })
    await clock.run(rig.ended(never, 60_000))
    expect(rig.arrivals.map(one => one.kind === 'capsule' && [one.type, one.length, one.value.length])).toEqual([
      [1n, 200_000n, 64 * 1024],
      [0n, 200_000n, 8],
      [3n, 0n, 0],
    ])
    expect(rig.ip.state.remarks).toEqual(['a capsule of 200000 octets is more than we take'])
    expect(rig.ending()).toBeNull()
  })

  test('a flood is bounded, and the rig still works', async () => {
    const {clock, rig} = await visited(async tunnel => {
      const ip = new IpTunnel(tunnel, 'record')
      for (let count = 0; count < 20_000; count++) void ip.send(new Uint8Array(1300))
      for (let count = 0; count < 300; count++) {
        void tunnel.send({kind: 'capsule', type: 0x99n, value: new Uint8Array(100_000)})
      }
      void ip.assign([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
      await Promise.resolve()
    })
    // The stream takes its time.
    await clock.run(rig.ended(never, 60_000))
    expect(await clock.run(rig.ready(never))).toEqual([4])
    const bytes = rig.arrivals.reduce((sum, one) => sum + (one.kind === 'datagram' ? one.bytes : one.value).length, 0)
    expect(rig.arrivals.length).toBeLessThanOrEqual(4096)
    expect(bytes).toBeLessThanOrEqual(16 << 20)
    expect(rig.packets.length).toBeLessThanOrEqual(4096)
  })

  test('a capsule that never ends is told of by its beginning', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.raw(fromHex('4099bfffffff'))
      await tunnel.raw(new Uint8Array(70_000).fill(7))
    })
    await clock.run(rig.ended(never, 50))
    expect(rig.arrivals).toEqual([expect.objectContaining({kind: 'capsule', type: 0x99n, length: 0x3fffffffn})])
    const [only] = rig.arrivals
    expect(only?.kind === 'capsule' && only.value.length).toBe(64 * 1024)
  })

  test('one that is cut off by the end is kept as far as it came', async () => {
    const {clock, rig} = await visited(async tunnel => {
      await tunnel.raw(fromHex('0108aabb'))
      tunnel.abort('cancelled')
    })
    expect(await clock.run(rig.ended(never))).toMatchObject({by: 'peer', how: 'reset'})
    expect(rig.arrivals).toEqual([expect.objectContaining({type: 1n, length: 8n, value: fromHex('aabb')})])
    expect(rig.ip.state.breaches).toEqual([])
  })
})

interface EchoReply {
  readonly source: string
  readonly destination: string
  readonly id: number
  readonly sequence: number
  readonly data: Uint8Array
  readonly breaks: boolean
  readonly copies: number
  /** Packets before the answer. */
  readonly noise: number
}

/** A proxy with one host behind it, whose answers are changed. */
async function answerEchoes(tunnel: Tunnel, change: (echo: EchoReply) => Partial<EchoReply>): Promise<void> {
  const ip = new IpTunnel(tunnel)
  await ip.advertise([{start: '0.0.0.0', end: '255.255.255.255', protocol: 0}])
  await ip.assign([{requestId: 0n, address: '192.0.2.9', prefixLength: 32}])
  for await (const {packet} of ip.received()) {
    const inner = understand(packet)
    if (inner?.body.kind !== 'echo-request') continue
    const {source, destination, body} = inner
    const honest = {...body, source: destination, destination: source, breaks: false, copies: 1, noise: 0}
    const reply = {...honest, ...change(honest)}
    for (let count = 0; count < reply.noise; count++) void ip.send(new Uint8Array(40).fill(count & 0xff))
    const bytes = icmpPacket(reply.source, reply.destination, {...reply, kind: 'echo-reply'})
    if (reply.breaks) bytes[22]! ^= 1
    for (let copy = 0; copy < reply.copies; copy++) void ip.send(bytes)
  }
}

function byKind(left: {readonly kind: string}, right: {readonly kind: string}): number {
  return left.kind.localeCompare(right.kind)
}
