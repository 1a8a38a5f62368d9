/** What a capture holds of what was seen: which packets, from where to where, with which words. */
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {EvidenceWhat} from '../../src/lib/evidence/event.js'
import {EvidenceFile} from '../../src/lib/evidence/file.js'
import {PcapSink} from '../../src/lib/evidence/pcap.js'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import type {TapWhat} from '../../src/lib/http/tap.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as packet from '../../src/lib/wire/ip/packet.js'
import * as tcp from '../../src/lib/wire/tcp.js'
import * as pcapng from '../../src/lib/wire/pcapng.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {ascii, show} from '../support/bytes.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-pcap-'))
})
afterAll(async () => {
  await rm(folder, {recursive: true})
})

const WALL = new Date('2026-01-02T03:04:05.678Z')
const BEGAN = 1_000_000n
const CONNECTION = {kind: 'connection', connection: 1, local: '198.51.100.9:5000', remote: '192.0.2.1:443'} as const

let files = 0
async function capture(...events: readonly EvidenceWhat[]): Promise<{
  blocks: pcapng.Block[]
  packets: pcapng.Packet[]
  placeOf: (event: number) => {frame: number; file: string} | undefined
}> {
  const path = join(folder, String(files++))
  const about = {application: 'masque 0', system: 'test', comment: 'a test'}
  const recorder = new Recorder([new PcapSink(await EvidenceFile.open(path), {...about, wall: WALL, ns: BEGAN})])
  for (const what of events) recorder.record(BEGAN + 7n, what)
  expect(await recorder.end()).toEqual([])
  const blocks = [...pcapng.blocks(await readFile(path))]
  const packets = blocks.filter(({type}) => type === pcapng.BLOCK.PACKET).map(block => pcapng.readPacket(block))
  return {blocks, packets, placeOf: event => recorder.placeOf(event)}
}

function outer(direction: 'sent' | 'received', ttl?: number): EvidenceWhat {
  return {kind: 'outer', connection: 1, direction, tos: 2, ttl, bytes: ascii('quic')}
}

function crossed(what: TapWhat, direction: 'sent' | 'received' = 'sent', target = '203.0.113.7:53'): EvidenceWhat {
  return {kind: 'tunnel', connection: 1, tunnel: 1, target: parseTarget(target), direction, what}
}

function datagram(payload: Uint8Array, more: Partial<Extract<TapWhat, {kind: 'datagram'}>> = {}): TapWhat {
  return {kind: 'datagram', carrier: 'frame', offset: undefined, payload, ...more}
}

/** `source:port destination:port` of an IPv4 packet, or of an IPv6 one with the addresses in hex. */
function ends({bytes}: pcapng.Packet): string {
  const [header, address, length] = (bytes[0] ?? 0) >> 4 === 4 ? [20, 12, 4] : [40, 8, 16]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const ip = (at: number): string =>
    length === 4 ? bytes.subarray(at, at + 4).join('.') : show(bytes.subarray(at, at + 16))
  return `${ip(address)}:${view.getUint16(header)} ${ip(address + length)}:${view.getUint16(header + 2)}`
}

describe('outside', () => {
  it('datagrams stand between the real addresses, at their time, with the marks they had', async () => {
    const {packets} = await capture(CONNECTION, outer('sent'), outer('received', 57))
    expect(packets.map(ends)).toEqual(['198.51.100.9:5000 192.0.2.1:443', '192.0.2.1:443 198.51.100.9:5000'])
    expect(packets.map(({bytes}) => [bytes[1], bytes[8]])).toEqual([
      [2, 64],
      [2, 57],
    ])
    expect(packets.map(({direction}) => direction)).toEqual(['sent', 'received'])
    expect(packets.map(({comment}) => comment)).toEqual(['masque event 2', 'masque event 3'])
    expect(packets[0]?.atNs).toBe(BigInt(WALL.getTime()) * 1_000_000n + 7n)
  })

  it('says of outer packets which marks were not observed', async () => {
    const {packets} = await capture(CONNECTION, {...outer('received'), ecnOnly: true} as EvidenceWhat)
    expect(packets[0]?.comment).toBe('masque event 2: TTL and DSCP were not observed')
  })

  it('secrets stand where they came', async () => {
    const secret = {kind: 'secret', connection: 1, line: 'CLIENT_TRAFFIC_SECRET_0 aa bb'} as const
    const {blocks} = await capture(CONNECTION, outer('sent'), secret, outer('received', 57))
    const {SECTION_HEADER, INTERFACE, PACKET, SECRETS} = pcapng.BLOCK
    expect(blocks.map(({type}) => type)).toEqual([SECTION_HEADER, INTERFACE, INTERFACE, PACKET, SECRETS, PACKET])
    expect(Buffer.from(blocks[4]?.body ?? []).includes(`${secret.line}\n`)).toBe(true)
  })
})

describe('what is about a requirement', () => {
  const about = 'rfc9298/5/unknown-context'

  it('says so, and is found: the first packet of a connection of its own, a datagram of a shared one', async () => {
    const shared = {...CONNECTION, connection: 2}
    const inTunnel = {
      ...crossed(datagram(concat(Uint8Array.of(0), ascii('abc')))),
      connection: 2,
      about,
    } as EvidenceWhat
    const {packets, placeOf} = await capture(
      {...CONNECTION, about},
      shared,
      outer('sent'),
      inTunnel,
      outer('received', 57),
    )
    expect(packets.map(({comment}) => comment?.endsWith(`; ${about}`))).toEqual([true, true, true])
    expect([1, 2, 3, 4, 5].map(event => placeOf(event)?.frame)).toEqual([1, undefined, undefined, 2, undefined])
    expect(placeOf(4)?.file).toContain('masque-pcap-')
  })

  it('over TCP it is the handshake; nothing else is found', async () => {
    const {packets, placeOf} = await capture({...CONNECTION, overTcp: true, about}, crossed({kind: 'finish'}))
    expect(packets[0]?.comment).toBe(`masque event 1: the handshake is made up; ${about}`)
    expect([1, 2].map(event => placeOf(event)?.frame)).toEqual([1, undefined])
  })
})

describe('inside', () => {
  it('payloads stand between the client that stands for us and the target', async () => {
    const zero = concat(Uint8Array.of(0), ascii('abc'))
    const {packets} = await capture(
      CONNECTION,
      crossed(datagram(zero)),
      crossed(datagram(zero, {carrier: 'capsule', offset: 12}), 'received'),
    )
    expect(packets.map(ends)).toEqual(['192.0.2.1:49152 203.0.113.7:53', '203.0.113.7:53 192.0.2.1:49152'])
    expect(packets.map(({bytes}) => Buffer.from(bytes.subarray(28)).toString())).toEqual(['abc', 'abc'])
    expect(packets.map(({comment}) => comment)).toEqual([
      'masque event 2: tunnel 1, context 0, by frame',
      'masque event 3: tunnel 1, context 0, by capsule at offset 12 of the data stream',
    ])
  })

  it('each tunnel has a port, an IPv6 target an IPv6 client', async () => {
    const zero = Uint8Array.of(0)
    const other = {...crossed(datagram(zero), 'sent', '[2001:db8::7]:53'), tunnel: 2} as EvidenceWhat
    const {packets} = await capture(CONNECTION, crossed(datagram(zero)), other, crossed(datagram(zero)))
    const client = '20010db8000000000000000000000001'
    expect(packets.map(ends)).toEqual([
      '192.0.2.1:49152 203.0.113.7:53',
      `${client}:49153 20010db8000000000000000000000007:53`,
      '192.0.2.1:49152 203.0.113.7:53',
    ])
  })

  it('a target given by name has an address for documentation, and its name is told once', async () => {
    const zero = Uint8Array.of(0)
    const named = (name: string): EvidenceWhat => crossed(datagram(zero), 'sent', `${name}:53`)
    const {packets, blocks} = await capture(CONNECTION, named('a.example'), named('b.example'), named('a.example'))
    const [one, other] = ['20010db8000000010000000000000001', '20010db8000000010000000000000002']
    expect(packets.map(packet => ends(packet).split(' ')[1])).toEqual([`${one}:53`, `${other}:53`, `${one}:53`])
    const names = blocks.filter(({type}) => type === pcapng.BLOCK.NAME_RESOLUTION)
    expect(names.map(({body}) => Buffer.from(body.subarray(20)).toString('latin1').split('\0')[0])).toEqual([
      'a.example',
      'b.example',
    ])
  })

  it('what is no UDP payload, or never left, is no packet', async () => {
    const {packets} = await capture(
      CONNECTION,
      crossed(datagram(new Uint8Array(0))),
      crossed(datagram(Uint8Array.of(2, 1))),
      // A Context ID that is cut.
      crossed(datagram(Uint8Array.of(0x40))),
      crossed(datagram(Uint8Array.of(0, 1), {outcome: 'queueFull'})),
      crossed(datagram(Uint8Array.of(0, 1), {outcome: {tooLarge: 1}})),
      crossed({kind: 'capsule', offset: 0, type: 0n, length: 70_000n}),
    )
    expect(packets).toEqual([])
  })

  it('more than an IPv4 packet has room for is cut, and said to be', async () => {
    const {packets} = await capture(
      CONNECTION,
      crossed(datagram(new Uint8Array(1 + 65_527), {carrier: 'capsule', offset: 0})),
    )
    expect([packets[0]?.bytes.length, packets[0]?.originalBytes]).toEqual([65_535, 65_555])
    expect(packets[0]?.comment).toContain('20 octets more')
  })
})

describe('packets of an IP tunnel', () => {
  const packet = Uint8Array.of(0x45, 0, 0, 20, 0, 0, 0, 0, 64, 59, 0, 0, 192, 0, 2, 1, 203, 0, 113, 7)
  const scope = {kind: 'scope', text: '*'} as const
  const inside = (payload: Uint8Array, direction: 'sent' | 'received'): EvidenceWhat => {
    return {kind: 'tunnel', connection: 1, tunnel: 1, target: scope, direction, what: datagram(payload)}
  }

  it('are what they are, on an interface of their own', async () => {
    const {packets} = await capture(
      CONNECTION,
      crossed(datagram(Uint8Array.of(0, 1))),
      inside(concat(Uint8Array.of(0), packet), 'sent'),
      inside(concat(Uint8Array.of(0x40, 0), packet), 'received'),
      inside(concat(Uint8Array.of(2), packet), 'received'),
    )
    expect(packets.map(one => one.interface)).toEqual([1, 2, 2])
    expect(packets.slice(1).map(({bytes, direction}) => [show(bytes), direction])).toEqual([
      [show(packet), 'sent'],
      [show(packet), 'received'],
    ])
    expect(packets[1]?.comment).toBe('masque event 3: tunnel 1, context 0, by frame')
  })

  it('describe that interface once, and only where there are any', async () => {
    const count = (blocks: readonly pcapng.Block[]): number =>
      blocks.filter(({type}) => type === pcapng.BLOCK.INTERFACE).length
    const both = await capture(
      CONNECTION,
      inside(concat(Uint8Array.of(0), packet), 'sent'),
      inside(concat(Uint8Array.of(0), packet), 'sent'),
    )
    expect(count(both.blocks)).toBe(3)
    expect(count((await capture(CONNECTION)).blocks)).toBe(2)
  })
})

describe('outside, over TCP', () => {
  const OVER_TCP = {...CONNECTION, overTcp: true} as const
  const stream = (
    direction: 'sent' | 'received',
    what: 'bytes' | 'fin' | 'reset',
    bytes: Uint8Array = new Uint8Array(0),
    socket?: number,
  ): EvidenceWhat => ({kind: 'stream', connection: 1, direction, offset: 0, what, bytes, ...(socket && {socket})})

  /** Flags, sequence, acknowledgment and payload, as read by our own codecs. */
  const segments = (packets: readonly pcapng.Packet[]): unknown[] =>
    packets.map(({bytes}) => {
      const read = packet.read(new Cursor(bytes))
      expect(packet.problems(read)).toEqual([])
      const segment = tcp.read(new Cursor(packet.upper(read).payload))
      expect(tcp.problems(segment, read)).toEqual([])
      return [tcp.flagNames(segment.flags), segment.sequence, segment.acknowledgment, segment.payload.length]
    })

  it('a conversation is whole: handshake, octets in order, ends', async () => {
    const {packets} = await capture(
      OVER_TCP,
      stream('sent', 'bytes', ascii('hello')),
      stream('received', 'bytes', new Uint8Array(100_000)),
      stream('received', 'fin'),
      stream('sent', 'fin'),
    )
    expect(segments(packets)).toEqual([
      ['SYN', 0, 0, 0],
      ['SYN,ACK', 0, 1, 0],
      ['ACK', 1, 1, 0],
      ['PSH,ACK', 1, 1, 5],
      ['PSH,ACK', 1, 6, 65_495],
      ['PSH,ACK', 65_496, 6, 34_505],
      ['FIN,ACK', 100_001, 6, 0],
      ['FIN,ACK', 6, 100_002, 0],
    ])
    expect(packets[3]?.comment).toMatch(/^masque event 2: at offset 0 of the stream; segments are made up$/)
    expect(packets.map(({direction}) => direction).slice(0, 4)).toEqual(['sent', 'received', 'sent', 'sent'])
  })

  it('several sockets of a connection are kept apart, by IPv6 as well; nothing follows a reset', async () => {
    const {packets} = await capture(
      OVER_TCP,
      {...OVER_TCP, local: '[2001:db8::9]:5001', remote: '[2001:db8::1]:443', socket: 2},
      stream('sent', 'bytes', ascii('one')),
      stream('sent', 'bytes', ascii('two!'), 2),
      stream('received', 'reset', undefined, 2),
      stream('sent', 'bytes', ascii('gone'), 2),
    )
    expect(segments(packets).slice(6)).toEqual([
      ['PSH,ACK', 1, 1, 3],
      ['PSH,ACK', 1, 1, 4],
      ['RST,ACK', 1, 5, 0],
    ])
    expect(packets.map(({bytes}) => (bytes[0] ?? 0) >> 4)).toEqual([4, 4, 4, 6, 6, 6, 4, 6, 6])
  })

  it('of a connection that nobody told of there is nothing', async () => {
    expect((await capture(stream('sent', 'bytes', ascii('x')))).packets).toEqual([])
  })
})
