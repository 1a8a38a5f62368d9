/** IP, ICMP, UDP and TCP: packets a Linux kernel made, published sums, and what a hostile peer may send. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat} from '../../src/lib/wire/bytes.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as meaning from '../../src/lib/wire/icmp/meaning.js'
import * as icmp from '../../src/lib/wire/icmp/message.js'
import {describe as inWords} from '../../src/lib/wire/icmp/names.js'
import * as address from '../../src/lib/wire/ip/address.js'
import {internetChecksum, upperChecksum} from '../../src/lib/wire/ip/checksum.js'
import * as extensions from '../../src/lib/wire/ip/extensions.js'
import {readOptions, writeOptions} from '../../src/lib/wire/ip/options.js'
import * as packet from '../../src/lib/wire/ip/packet.js'
import * as ipv4 from '../../src/lib/wire/ip/v4.js'
import * as ipv6 from '../../src/lib/wire/ip/v6.js'
import * as tcp from '../../src/lib/wire/tcp.js'
import * as udp from '../../src/lib/wire/udp.js'
import {ascii, hex, prefixes, show, wireErrorOf} from '../support/bytes.js'

/** From Linux 5's loopback, by tcpdump: UDP to a closed port, and what came back. */
const KERNEL = {
  udp4: '45000021455240004011f7777f0000017f000001b3850009000dfe2068656c6c6f',
  unreachable4:
    '45c0003d13a50000400168597f0000017f0000010303076e0000000045000021455240004011f7777f0000017f000001b3850009000dfe2068656c6c6f',
  syn4: '4500003c742240004006c8977f0000017f00000198aa000984287aa000000000a002ffd7fe3000000204ffd70402080a68c31bfe000000000103030a',
  rst4: '450000280000400040063cce7f0000017f000001000998aa0000000084287aa1501400001a510000',
  unreachable6:
    '60013900003d3a4000000000000000000000000000000001000000000000000000000000000000010104678100000000' +
    '600e2690000d11400000000000000000000000000000000100000000000000000000000000000001bb0b0009000d002068656c6c6f',
}
const V4 = {source: '192.0.2.1', destination: '198.51.100.2'}
const V6 = {source: '2001:db8::1', destination: '2001:db8::2'}

const readPacket = (bytes: Uint8Array): packet.IpPacket => packet.read(new Cursor(bytes))
const v4 = (text: string): ipv4.Ipv4Packet => ipv4.read(new Cursor(hex(text)))
const octets = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({minLength: length, maxLength: length})
const ends = fc.oneof(
  fc.record({source: octets(4).map(address.fromOctets), destination: octets(4).map(address.fromOctets)}),
  fc.record({source: octets(16).map(address.fromOctets), destination: octets(16).map(address.fromOctets)}),
)

describe('addresses', () => {
  it.each([
    ['c0000201', '192.0.2.1'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000ffffc0000201', '::ffff:c000:201'],
    ['20010db8000000010000000000000000', '2001:db8:0:1::'],
    ['00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
  ])('%s is %s', (octets, text) => {
    expect(address.fromOctets(hex(octets))).toBe(text)
    expect(show(address.toOctets(text))).toBe(octets)
  })

  it('reads every spelling, and nothing else', () => {
    expect(show(address.toOctets('2001:DB8:0::192.0.2.1'))).toBe('20010db80000000000000000c0000201')
    const wrong = [
      '',
      '1.2.3',
      '1.2.3.256',
      '01.2.3.4',
      ':::',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8::',
      'g::',
      '::1%lo',
      '1::2::3',
      '::1.2.3',
      '1.2.3.4::',
    ]
    for (const text of wrong) expect(() => address.toOctets(text), text).toThrow(RangeError)
    expect(() => address.fromOctets(hex('0102030405'))).toThrow(RangeError)
  })

  it('writes as it reads, whatever the octets', () => {
    fc.assert(
      fc.property(fc.oneof(octets(4), octets(16)), bytes => {
        expect(show(address.toOctets(address.fromOctets(bytes)))).toBe(show(bytes))
      }),
    )
  })

  it('knows prefixes at every length', () => {
    expect(address.prefixRange('10.1.2.3', 8)).toEqual({start: '10.0.0.0', end: '10.255.255.255'})
    expect(address.prefixRange('2001:db8::5', 127)).toEqual({start: '2001:db8::4', end: '2001:db8::5'})
    expect(address.prefixRange('10.1.2.3', 0)).toEqual({start: '0.0.0.0', end: '255.255.255.255'})
    expect(address.hostBitsAreZero('10.0.0.4', 30)).toBe(true)
    expect(address.hostBitsAreZero('10.0.0.4', 29)).toBe(false)
    expect(address.isInPrefix('10.0.0.7', '10.0.0.4', 30)).toBe(true)
    expect(address.isInPrefix('10.0.0.8', '10.0.0.4', 30)).toBe(false)
    expect(address.isInPrefix('::1', '0.0.0.0', 0)).toBe(false)
  })

  it('compares as numbers, and IPv4 before IPv6', () => {
    const order = ['::1', '10.0.0.10', '10.0.0.9', '2001:db8::'].toSorted(address.compare)
    expect(order).toEqual(['10.0.0.9', '10.0.0.10', '::1', '2001:db8::'])
  })
})

describe('checksums', () => {
  it('sums as the example of RFC 1071 section 3 does', () => {
    // 0001 f203 f4f5 f6f7: the sum is ddf2, and its complement is sent.
    expect(internetChecksum(hex('0001f203f4f5f6f7'))).toBe(~0xddf2 & 0xffff)
    expect(internetChecksum(hex('0001f203'), hex('f4f5f6f7'))).toBe(~0xddf2 & 0xffff)
    expect(internetChecksum(hex('ab'))).toBe(~0xab00 & 0xffff)
  })

  it('verifies what kernels sent: the sum over everything is zero', () => {
    const {source, destination, payload} = v4(KERNEL.rst4)
    expect(upperChecksum({source, destination}, 6, payload)).toBe(0)
    const six = ipv6.read(new Cursor(hex(KERNEL.unreachable6)))
    expect(upperChecksum(six, 58, six.payload)).toBe(0)
    // The loopback leaves this one to a network card that is not there.
    expect(upperChecksum(v4(KERNEL.udp4), 17, v4(KERNEL.udp4).payload)).not.toBe(0)
  })
})

describe('IPv4', () => {
  it('reads what a kernel sent', () => {
    expect(v4(KERNEL.unreachable4)).toMatchObject({
      headerLength: 20,
      tos: 0xc0,
      totalLength: 61,
      id: 0x13a5,
      flags: 0,
      fragmentOffset: 0,
      ttl: 64,
      protocol: 1,
      checksum: 0x6859,
      source: '127.0.0.1',
      destination: '127.0.0.1',
    })
    expect(v4(KERNEL.udp4).flags).toBe(ipv4.DF)
    expect(ipv4.problems(v4(KERNEL.udp4))).toEqual([])
  })

  it('fills in what it is not told', () => {
    const bytes = ipv4.write({...V4, protocol: 17, payload: ascii('abc'), tos: 0xba, ttl: 17})
    expect(show(bytes)).toBe(show(hex('45ba0017 00000000 1111 bce5 c0000201 c6336402 616263')))
    expect(ipv4.problems(readPacket(bytes) as ipv4.Ipv4Packet)).toEqual([])
  })

  it('is written as it was read, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({minLength: 20, maxLength: 120}), bytes => {
        bytes[0] = 0x45 + ((bytes[0] ?? 0) % 6)
        const whole = concat(bytes, new Uint8Array(20))
        expect(show(ipv4.write(v4(show(whole))))).toBe(show(whole))
      }),
    )
  })

  it('says in words what is wrong', () => {
    const wrong = ipv4.write({...V4, protocol: 1, payload: ascii('abcd'), totalLength: 22, flags: 4, checksum: 0x1234})
    expect(ipv4.problems(readPacket(wrong) as ipv4.Ipv4Packet)).toEqual([
      '2 octets stand behind the end of the packet',
      'the reserved flag is set',
      'the header checksum 0x1234 is wrong',
    ])
    const short = ipv4.write({...V4, protocol: 1, payload: ascii('abcd'), totalLength: 30})
    expect(ipv4.problems(v4(show(short)))).toEqual(['6 of 30 octets are missing'])
    expect(ipv4.problems(v4(show(short)), true)).toEqual([])
    const less = ipv4.write({...V4, protocol: 1, payload: ascii(''), totalLength: 19})
    expect(ipv4.problems(v4(show(less)))).toEqual(["the total length 19 is less than the header's"])
  })

  it('carries options, filled up to whole words', () => {
    // Router Alert (RFC 2113), and a Record Route with room for one address.
    const options = hex('94040000 07 07 04 00000000')
    const bytes = ipv4.write({...V4, protocol: 2, payload: ascii('x'), options})
    const got = v4(show(bytes))
    expect(got.headerLength).toBe(32)
    expect(show(got.options)).toBe(`${show(options)}00`)
    expect(readOptions(got.options, 'ipv4').options.map(({kind}) => kind)).toEqual([148, 7, 0])
    expect(() => ipv4.write({...V4, protocol: 2, payload: ascii(''), options: new Uint8Array(44)})).toThrow(RangeError)
  })

  it('is no packet before its header is whole', () => {
    for (const cut of prefixes(hex('46000018' + '00'.repeat(20)))) {
      const cursor = new Cursor(cut)
      expect(wireErrorOf(() => ipv4.read(cursor))).toBe('truncated')
      expect(cursor.offset).toBe(0)
    }
    expect(wireErrorOf(() => v4('44' + '00'.repeat(19)))).toBe('malformed')
    expect(wireErrorOf(() => v4('65' + '00'.repeat(19)))).toBe('malformed')
  })
})

describe('IPv6', () => {
  it('reads what a kernel sent', () => {
    expect(readPacket(hex(KERNEL.unreachable6))).toMatchObject({
      version: 6,
      trafficClass: 0,
      flowLabel: 0x13900,
      payloadLength: 61,
      nextHeader: 58,
      hopLimit: 64,
      source: '::1',
    })
  })

  it('is written as it was read, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({minLength: 40, maxLength: 120}), bytes => {
        bytes[0] = 0x60 | ((bytes[0] ?? 0) & 15)
        bytes[4] = 0
        expect(show(packet.write(readPacket(bytes)))).toBe(show(bytes))
      }),
    )
  })

  it('says in words what is wrong, and can be told to be', () => {
    const long = ipv6.write({...V6, nextHeader: 59, payload: ascii('abc'), payloadLength: 9})
    expect(packet.problems(readPacket(long))).toEqual(['6 of 9 octets of payload are missing'])
    expect(packet.problems(readPacket(long), true)).toEqual([])
    const short = ipv6.write({...V6, nextHeader: 59, payload: ascii('abc'), payloadLength: 1})
    expect(packet.problems(readPacket(short))).toEqual(['2 octets stand behind the end of the packet'])
  })

  it('is no packet before its header is whole', () => {
    for (const cut of prefixes(ipv6.write({...V6, nextHeader: 59, payload: ascii('')}))) {
      const cursor = new Cursor(cut)
      expect(wireErrorOf(() => packet.read(cursor))).toBe('truncated')
      expect(cursor.offset).toBe(0)
    }
    expect(wireErrorOf(() => readPacket(hex('50')))).toBe('malformed')
    expect(wireErrorOf(() => readPacket(hex('')))).toBe('truncated')
  })
})

describe('IPv6 extension headers', () => {
  const routerAlert = extensions.options(extensions.HOP_BY_HOP, hex('05020000'))
  const routing = extensions.routing({type: 4, segmentsLeft: 1, data: hex(`0000000020010db8${'00'.repeat(12)}`)})
  const first = extensions.fragment({offset: 0, more: true, id: 0xdeadbeef})

  it('are written with their padding', () => {
    expect(show(extensions.write([routerAlert]))).toBe('3b00050200000100')
    expect(show(extensions.write([first]))).toBe('3b000001deadbeef')
    expect(extensions.readRouting(routing)).toMatchObject({type: 4, segmentsLeft: 1})
  })

  it('are walked to the outermost protocol that is none (RFC 9484 section 4.8)', () => {
    const all = [routerAlert, routing, first, extensions.options(extensions.DESTINATION_OPTIONS, hex(''))]
    const linked = extensions.chain(all, 17, ascii('payload!'))
    expect(linked.nextHeader).toBe(0)
    const got = extensions.readChain(linked.nextHeader, linked.payload)
    expect(got.extensions.map(({header}) => header)).toEqual([0, 43, 44, 60])
    expect(got).toMatchObject({protocol: 17, payload: ascii('payload!'), complete: true})
    expect(got.fragment).toEqual({offset: 0, more: true, id: 0xdeadbeef, reserved: [0, 0]})
    expect(show(extensions.write(got.extensions))).toBe(show(linked.payload.subarray(0, -8)))
  })

  it('end at a fragment that is not the first: what follows is no header', () => {
    const later = extensions.fragment({offset: 1232, more: false, id: 7, reserved: [9, 3]})
    const {nextHeader, payload} = extensions.chain([later], 60, hex('00'.repeat(8)))
    const got = extensions.readChain(nextHeader, payload)
    expect(got).toMatchObject({protocol: 60, complete: true, payload: hex('00'.repeat(8))})
    expect(got.fragment).toEqual({offset: 1232, more: false, id: 7, reserved: [9, 3]})
  })

  it('that are cut off leave the protocol unknown', () => {
    const {nextHeader, payload} = extensions.chain([routerAlert, first], 17, hex(''))
    for (let length = 0; length < payload.length; length++) {
      const got = extensions.readChain(nextHeader, payload.subarray(0, length))
      expect(got.complete, `${length} octets`).toBe(false)
      expect(got.protocol).toBe(length < 8 ? 0 : 44)
    }
  })

  it('are known by number; ESP is none, as it hides what follows', () => {
    expect([0, 43, 44, 51, 60, 135, 139, 140].every(extensions.isExtension)).toBe(true)
    expect([1, 6, 17, 50, 58, 59, 253].some(extensions.isExtension)).toBe(false)
  })
})

describe('options', () => {
  it('keep what cannot be read', () => {
    expect(readOptions(hex('01 0102 83'), 'tcp')).toMatchObject({malformed: true, rest: hex('0283')})
    expect(readOptions(hex('8301'), 'ipv4')).toMatchObject({malformed: true, options: [], rest: hex('8301')})
    expect(readOptions(hex('00ffff'), 'tcp')).toMatchObject({malformed: false, rest: hex('ffff')})
    expect(readOptions(hex('00 0100 c2040000ffff'), 'ipv6').options.map(({kind}) => kind)).toEqual([0, 1, 0xc2])
  })

  it.each(['ipv4', 'tcp', 'ipv6'] as const)('of %s are written as they were read', style => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 60}), bytes => {
        const {options, rest} = readOptions(bytes, style)
        expect(show(concat(writeOptions(options, style), rest))).toBe(show(bytes))
      }),
    )
  })
})

describe('packets of either version', () => {
  const echo = meaning.compose(4, {kind: 'echo-request', id: 1, sequence: 2, data: ascii('x')})

  it('have their protocol, payload and fragment under one name', () => {
    const bytes = ipv4.write({...V4, protocol: 17, payload: ascii('x'), fragmentOffset: 1480, flags: ipv4.MF, id: 9})
    expect(packet.upper(readPacket(bytes))).toMatchObject({protocol: 17, fragment: {offset: 1480, more: true, id: 9}})
    const whole = readPacket(ipv4.write({...V4, protocol: 1, payload: icmp.write(echo, V4)}))
    expect(packet.upper(whole).fragment).toBeUndefined()
    const six = ipv6.write({
      ...V6,
      ...extensions.chain([extensions.fragment({offset: 0, more: false, id: 3})], 6, ascii('')),
    })
    expect(packet.upper(readPacket(six))).toMatchObject({protocol: 6, fragment: {offset: 0, more: false, id: 3}})
    expect([packet.hops(whole), packet.tos(whole), packet.totalLength(whole)]).toEqual([64, 0, 29])
    expect(packet.totalLength(readPacket(six))).toBe(48)
  })

  it('lose a hop on their way, and a wrong checksum stays as wrong', () => {
    fc.assert(
      fc.property(fc.integer({min: 2, max: 255}), fc.nat(0xffff), fc.boolean(), (ttl, id, lies) => {
        const bytes = ipv4.write({...V4, protocol: 1, payload: ascii('x'), ttl, id})
        if (lies) bytes[10] = (bytes[10] ?? 0) ^ 0x40
        const next = readPacket(packet.forwarded(bytes) ?? hex(''))
        expect(packet.hops(next)).toBe(ttl - 1)
        expect(packet.problems(next).length).toBe(lies ? 1 : 0)
      }),
    )
    const six = packet.forwarded(ipv6.write({...V6, nextHeader: 59, payload: ascii(''), hopLimit: 2}))
    expect(packet.hops(readPacket(six ?? hex('')))).toBe(1)
  })

  it('end where no hop is left', () => {
    for (const ttl of [0, 1]) {
      expect(packet.forwarded(ipv4.write({...V4, protocol: 1, payload: ascii('x'), ttl}))).toBeUndefined()
      expect(packet.forwarded(ipv6.write({...V6, nextHeader: 59, payload: ascii(''), hopLimit: ttl}))).toBeUndefined()
    }
    expect(packet.forwarded(hex('45'))).toBeUndefined()
    expect(packet.forwarded(new Uint8Array(60))).toBeUndefined()
  })
})

describe('ICMP', () => {
  it('reads what kernels sent, with the packet they quote', () => {
    for (const [text, family] of [
      [KERNEL.unreachable4, 4],
      [KERNEL.unreachable6, 6],
    ] as const) {
      const got = readPacket(hex(text))
      const message = icmp.read(new Cursor(packet.upper(got).payload))
      expect(icmp.problems(message, got)).toEqual([])
      expect(inWords(family, message)).toBe('port unreachable')
      const said = meaning.interpret(family, message)
      if (said.kind !== 'unreachable') throw new Error(said.kind)
      const quoted = meaning.quotedPacket(said)
      expect(quoted && packet.upper(quoted)).toMatchObject({protocol: 17})
      expect(quoted && udp.read(new Cursor(packet.upper(quoted).payload))).toMatchObject({
        destinationPort: 9,
        payload: ascii('hello'),
      })
    }
  })

  it.each([4, 6] as const)('says in IPv%i what it is told to say', family => {
    const ends = family === 4 ? V4 : V6
    const quote = family === 4 ? hex(KERNEL.udp4) : hex(KERNEL.unreachable6)
    const none = new Uint8Array(0)
    const all = [
      {kind: 'echo-request', id: 0xffff, sequence: 0xfffe, data: ascii('data')},
      {kind: 'echo-reply', id: 1, sequence: 2, data: ascii('')},
      {kind: 'unreachable', code: 1, quote, extensions: none},
      {kind: 'packet-too-big', mtu: 1280, quote, extensions: none},
      {kind: 'time-exceeded', code: 0, quote, extensions: none},
      {kind: 'parameter-problem', code: 1, pointer: 40, quote, extensions: none},
    ] as const
    for (const wanted of all) {
      const message = icmp.read(new Cursor(icmp.write(meaning.compose(family, wanted), ends)))
      expect(meaning.interpret(family, message)).toEqual(wanted)
      expect(icmp.problems(message, ends)).toEqual([])
      expect(icmp.problems({...message, checksum: message.checksum ^ 1}, ends)).toHaveLength(1)
      expect(meaning.isError(family, message.type)).toBe('quote' in wanted)
    }
  })

  it('knows the MTU of packet too big in all its bits', () => {
    const message = icmp.read(new Cursor(hex('0200 0000 ffffffff')))
    expect(meaning.interpret(6, message)).toMatchObject({kind: 'packet-too-big', mtu: 0xffffffff})
    expect(inWords(6, message)).toBe('packet too big, MTU 4294967295')
    expect(inWords(4, {...message, type: 3, code: 4, rest: 1400})).toBe('fragmentation needed, MTU 1400')
  })

  it('splits the quote from what RFC 4884 puts behind it', () => {
    const body = concat(new Uint8Array(128).fill(0x45), hex('2000fffe'))
    const said = meaning.interpret(4, {type: 11, code: 0, checksum: 0, rest: 32 << 16, body})
    expect(said).toMatchObject({kind: 'time-exceeded', extensions: hex('2000fffe')})
    const lies = meaning.interpret(4, {type: 11, code: 0, checksum: 0, rest: 255 << 16, body})
    expect(lies).toMatchObject({kind: 'time-exceeded', quote: body})
  })

  it('quotes no more than routers should', () => {
    expect(meaning.quotation(concat(hex('45'), new Uint8Array(2000))).length + 28).toBe(576)
    expect(meaning.quotation(concat(hex('60'), new Uint8Array(2000))).length + 48).toBe(1280)
    expect(meaning.quotedPacket({quote: hex('4500')})).toBeUndefined()
  })

  it('has words for everything', () => {
    const of = (family: 4 | 6, type: number, code: number): string =>
      inWords(family, {type, code, checksum: 0, rest: 0x10002, body: hex('')})
    expect(of(6, 1, 5)).toBe('source address failed ingress/egress policy')
    expect(of(4, 3, 99)).toBe('destination unreachable, code 99')
    expect(of(4, 8, 0)).toBe('echo request, id 1, sequence 2')
    expect(of(6, 4, 1)).toBe('parameter problem, unrecognised next header at octet 65538')
    expect(of(6, 135, 0)).toBe('ICMPv6 type 135, code 0')
    expect(of(4, 11, 7)).toBe('time exceeded, code 7')
  })

  it('is no message before its header is whole', () => {
    for (const cut of prefixes(hex('0800f7ff00000000'))) {
      const cursor = new Cursor(cut)
      expect(wireErrorOf(() => icmp.read(cursor))).toBe('truncated')
      expect(cursor.offset).toBe(0)
    }
  })
})

describe('UDP', () => {
  it('can be verified by whoever receives it', () => {
    fc.assert(
      fc.property(ends, fc.uint8Array({maxLength: 40}), (between, payload) => {
        const bytes = udp.write({sourcePort: 1000, destinationPort: 53, payload}, between)
        const got = udp.read(new Cursor(bytes))
        expect(got).toMatchObject({sourcePort: 1000, destinationPort: 53, length: 8 + payload.length, payload})
        expect(udp.problems(got, between)).toEqual([])
        expect(show(udp.write(got, between))).toBe(show(bytes))
      }),
    )
  })

  it('never writes the checksum 0, which would say that there is none (RFC 768)', () => {
    const plain = udp.write({sourcePort: 0, destinationPort: 0, payload: hex('0000')}, V4)
    // Two octets that make the sum come out as all ones.
    const bytes = udp.write({sourcePort: 0, destinationPort: 0, payload: plain.slice(6, 8)}, V4)
    expect(show(bytes.subarray(6, 8))).toBe('ffff')
  })

  it('keeps lengths and sums that lie, and says so', () => {
    const at = {sourcePort: 1, destinationPort: 2, payload: ascii('abc')}
    const problems = (fields: Partial<udp.UdpFields>, between = V4): string[] =>
      udp.problems(udp.read(new Cursor(udp.write({...at, ...fields}, between))), between)
    expect(problems({length: 20})).toEqual(['9 of 20 octets are missing'])
    expect(problems({length: 3})).toEqual(["the length 3 is less than the header's"])
    expect(problems({checksum: 1})).toEqual(['the checksum 0x0001 is wrong'])
    expect(problems({checksum: 0})).toEqual([])
    expect(problems({checksum: 0}, V6)).toEqual(['there is no checksum, which IPv6 does not allow'])
    expect(() => udp.write({...at, payload: new Uint8Array(65_528)}, V4)).toThrow(RangeError)
  })

  it('is no datagram before its header is whole', () => {
    for (const cut of prefixes(hex('0001000200080000')))
      expect(wireErrorOf(() => udp.read(new Cursor(cut)))).toBe('truncated')
  })
})

describe('TCP', () => {
  it('reads what a kernel sent', () => {
    const segment = tcp.read(new Cursor(v4(KERNEL.syn4).payload))
    expect(segment).toMatchObject({destinationPort: 9, sequence: 0x84287aa0, headerLength: 40, window: 0xffd7})
    expect(tcp.flagNames(segment.flags)).toBe('SYN')
    expect(tcp.readOptions(segment.options)).toEqual([
      {kind: 'mss', size: 65_495},
      {kind: 'sack-permitted'},
      {kind: 'timestamps', value: 0x68c31bfe, echo: 0},
      {kind: 'nop'},
      {kind: 'window-scale', shift: 10},
    ])
    const answer = tcp.read(new Cursor(v4(KERNEL.rst4).payload))
    expect([tcp.flagNames(answer.flags), tcp.problems(answer, v4(KERNEL.rst4))]).toEqual(['RST,ACK', []])
  })

  it('is written as it was read, whatever it says', () => {
    fc.assert(
      fc.property(ends, fc.uint8Array({minLength: 60, maxLength: 90}), (between, bytes) => {
        bytes[12] = (5 + ((bytes[12] ?? 0) % 11)) << 4
        expect(show(tcp.write(tcp.read(new Cursor(bytes)), between))).toBe(show(bytes))
      }),
    )
  })

  it('writes options, and keeps those it does not know', () => {
    const list: readonly tcp.TcpOption[] = [
      {kind: 'mss', size: 1220},
      {kind: 'sack', edges: [1, 0xffffffff]},
      {kind: 'other', number: 253, data: hex('f989')},
      {kind: 'other', number: 2, data: hex('00')},
      {kind: 'end'},
    ]
    expect(tcp.readOptions(tcp.writeOptions(list))).toEqual(list)
    const bytes = tcp.write(
      {sourcePort: 1, destinationPort: 2, flags: tcp.FLAG.SYN, options: tcp.writeOptions(list)},
      V6,
    )
    const got = tcp.read(new Cursor(bytes))
    expect([got.headerLength, tcp.problems(got, V6), tcp.problems({...got, checksum: 7}, V6)]).toEqual([
      44,
      [],
      [expect.stringContaining('0x0007')],
    ])
    expect(() => tcp.write({sourcePort: 1, destinationPort: 2, flags: 0, options: new Uint8Array(41)}, V4)).toThrow(
      RangeError,
    )
  })

  it('is no segment before its header is whole', () => {
    for (const cut of prefixes(v4(KERNEL.syn4).payload))
      expect(wireErrorOf(() => tcp.read(new Cursor(cut)))).toBe('truncated')
    expect(wireErrorOf(() => tcp.read(new Cursor(new Uint8Array(20))))).toBe('malformed')
  })
})

describe('one hop further on', () => {
  const checked = (ttl: number, checksum: string): string =>
    `4500001400000000${hexByte(ttl)}3b${checksum}7f0000017f000001`
  const hexByte = (octet: number): string => octet.toString(16).padStart(2, '0')

  it('the sum of IPv4 grows by as much as the word became less, around its end as well', () => {
    expect(show(packet.forwarded(hex(checked(64, '1234')))!)).toBe(checked(63, '1334'))
    expect(show(packet.forwarded(hex(checked(2, 'ff34')))!)).toBe(checked(1, '0035'))
  })

  it('is a copy: the packet is as it was', () => {
    const bytes = hex(checked(64, '1234'))
    packet.forwarded(bytes)
    expect(show(bytes)).toBe(checked(64, '1234'))
  })

  it('is none for other versions, and for less than a header', () => {
    const six = ipv6.write({...V6, nextHeader: 59, payload: ascii(''), hopLimit: 9})
    expect(packet.forwarded(six)).toHaveLength(40)
    expect(packet.forwarded(six.subarray(0, 39))).toBeUndefined()
    expect(packet.forwarded(hex(checked(64, '1234')).subarray(0, 19))).toBeUndefined()
    for (const version of ['3', '5', '7']) {
      expect(packet.forwarded(hex(`${version}${'9'.repeat(79)}`))).toBeUndefined()
    }
  })
})

describe('what a packet carries', () => {
  it('is a fragment if more follow, or if others were before', () => {
    const fragment = (flags: number, fragmentOffset: number) =>
      packet.upper(readPacket(ipv4.write({...V4, protocol: 17, payload: ascii('x'), flags, fragmentOffset, id: 7})))
    expect(fragment(0, 0)).toMatchObject({fragment: undefined, complete: true})
    expect(fragment(ipv4.MF, 0).fragment).toEqual({offset: 0, more: true, id: 7})
    expect(fragment(0, 8).fragment).toEqual({offset: 8, more: false, id: 7})
  })

  it('is ICMP of either family, or not', () => {
    expect([1, 58, 17, 6].map(packet.isIcmp)).toEqual([true, true, false, false])
  })
})

describe('options of TCP that are not as they should be', () => {
  it.each([
    ['0203050000', ['other']],
    ['0302', ['other']],
    ['040300', ['other']],
    ['0806aabbccdd', ['other']],
    ['0506aabbccdd', ['other']],
    ['06020602', ['other', 'other']],
    ['0303070402', ['window-scale', 'sack-permitted']],
  ])('%s', (octets, kinds) => {
    expect(
      tcp
        .readOptions(hex(octets))
        .map(({kind}) => kind)
        .slice(0, kinds.length),
    ).toEqual(kinds)
  })

  it('are written as they are read, and filled up to whole words', () => {
    const list: readonly tcp.TcpOption[] = [{kind: 'sack-permitted'}, {kind: 'nop'}]
    expect(show(tcp.writeOptions(list))).toBe('040201')
    expect(show(tcp.writeOptions([{kind: 'end'}]))).toBe('00')
    const fields = {sourcePort: 1, destinationPort: 2, flags: tcp.FLAG.SYN, options: tcp.writeOptions(list)}
    expect(show(tcp.write(fields, V4).subarray(20))).toBe('04020100')
    expect(tcp.write(fields, V4)[12]).toBe(0x60)
    expect(tcp.write({...fields, reserved: 5}, V4)[12]).toBe(0x65)
  })
})

describe('extension headers', () => {
  it.each([
    ['', '010400000000'],
    ['0502', '05020102 0000'],
    ['05020000', '050200000100'],
    ['0502000000', '050200000000'],
    ['050200000000', '050200000000'],
    ['05020000000000', '05020000000000 0105 0000000000'],
  ])('of options %s are filled up to eight octets', (list, body) => {
    const header = extensions.options(extensions.HOP_BY_HOP, hex(list))
    expect(show(header.body)).toBe(body.replaceAll(' ', ''))
    expect((header.body.length + 2) / 8 - 1).toBe(header.second)
  })

  it('of authentication count in words of four', () => {
    const bytes = hex('3b02 0000 00000001 00000001 00000000')
    expect(extensions.read(new Cursor(bytes), 51).body).toHaveLength(14)
  })
})

describe('errors of ICMP', () => {
  it('are of packets too big by type and code, in IPv4 only', () => {
    const message = (type: number, code: number) => ({type, code, checksum: 0, rest: 1400, body: ascii('x')})
    expect(meaning.interpret(4, message(3, 4))).toMatchObject({kind: 'packet-too-big', mtu: 1400})
    expect(meaning.interpret(4, message(3, 1)).kind).toBe('unreachable')
    expect(meaning.interpret(4, message(11, 4)).kind).toBe('time-exceeded')
    expect(meaning.interpret(6, message(3, 4)).kind).toBe('time-exceeded')
    expect(meaning.interpret(6, message(1, 4)).kind).toBe('unreachable')
  })

  it('quote nothing that could be read, perhaps', () => {
    expect(meaning.quotedPacket({quote: ascii('x')})).toBeUndefined()
  })
})
