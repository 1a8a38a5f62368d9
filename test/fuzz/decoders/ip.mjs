// Packets and capsules of CONNECT-IP: what a proxy sends through a tunnel.
import * as addressAssign from '../../../dist/lib/wire/connect-ip/address-assign.js'
import * as addressEntry from '../../../dist/lib/wire/connect-ip/address-entry.js'
import * as addressRequest from '../../../dist/lib/wire/connect-ip/address-request.js'
import * as routes from '../../../dist/lib/wire/connect-ip/route-advertisement.js'
import {concat} from '../../../dist/lib/wire/bytes.js'
import * as meaning from '../../../dist/lib/wire/icmp/meaning.js'
import * as icmp from '../../../dist/lib/wire/icmp/message.js'
import {describe} from '../../../dist/lib/wire/icmp/names.js'
import * as address from '../../../dist/lib/wire/ip/address.js'
import * as extensions from '../../../dist/lib/wire/ip/extensions.js'
import * as options from '../../../dist/lib/wire/ip/options.js'
import * as packet from '../../../dist/lib/wire/ip/packet.js'
import * as tcp from '../../../dist/lib/wire/tcp.js'
import * as udp from '../../../dist/lib/wire/udp.js'
import {assert, bounded, read, sameBytes} from '../invariants.mjs'

const ENDS = [
  {source: '192.0.2.1', destination: '192.0.2.2'},
  {source: '2001:db8::1', destination: '2001:db8::2'},
]
const HEADER6 = `${'20010db8'.padEnd(31, '0')}1${'20010db8'.padEnd(31, '0')}2`

/** @type {import('./index.mjs').Decoder[]} */
export const IP = [
  {
    name: 'ip-packet',
    reads: [
      'wire/ip/packet.read',
      'wire/ip/v4.read',
      'wire/ip/v6.read',
      'wire/ip/address.fromOctets',
      ...['readChain', 'read', 'readFragment', 'readRouting'].map(name => `wire/ip/extensions.${name}`),
    ],
    seeds: [
      '45000021455240004011f7777f0000017f000001b3850009000dfe2068656c6c6f',
      '4700002000010000400100000a0000010a0000029404000001010100' + '0800000000010001',
      `6000000000083a40${HEADER6}8000000000010001`,
      `6000000000180040${HEADER6}` + '2b00050200000100' + '2c000401000000003b000001deadbeef',
    ],
    check(data) {
      const got = read(data, packet.read)?.value
      if (!got) {
        assert(data.length < 40 || ![4, 6].includes(data[0] >> 4) || (data[0] & 15) < 5 || data.length < 60)
        return
      }
      bounded(got, data)
      sameBytes(packet.write(got), data, 'a packet is written as it was read')
      for (const text of [got.source, got.destination]) assert.equal(address.fromOctets(address.toOctets(text)), text)
      assert(packet.problems(got).every(text => text.length < 100) && packet.problems(got, true).length < 5)
      const upper = packet.upper(got)
      bounded(upper, data)
      if (got.version === 6) chain(got, upper)
      const next = packet.forwarded(data)
      assert.equal(next !== undefined, packet.hops(got) > 1)
      if (next) {
        const after = read(next, packet.read).value
        assert.equal(packet.hops(after), packet.hops(got) - 1)
        assert.deepEqual(
          packet.problems(after),
          got.version === 6
            ? packet.problems(got)
            : packet.problems({...got, ttl: after.ttl, checksum: after.checksum}),
        )
      }
    },
  },
  {
    name: 'ip-options',
    reads: ['wire/ip/options.readOptions', 'wire/tcp.readOptions'],
    seeds: ['020405b40402080a0000000100000002', '01940400000707040000000000', '050a0000000100000002', '0103000000c200'],
    check(data) {
      for (const style of ['ipv4', 'tcp', 'ipv6']) {
        const list = options.readOptions(data, style)
        bounded(list, data)
        sameBytes(concat(options.writeOptions(list.options, style), list.rest), data, 'options are written as read')
      }
      const known = tcp.readOptions(data)
      bounded(known, data)
      const written = tcp.writeOptions(known)
      sameBytes(written, data.subarray(0, written.length), 'TCP options are written as read')
    },
  },
  {
    name: 'icmp',
    reads: ['wire/icmp/message.read'],
    seeds: [
      '0800f7ff00000001',
      '0303076e0000000045000021455240004011f7777f0000017f000001b3850009000dfe2068656c6c6f',
      '0304000000000578' + '4500',
      '0b00000000010000' + '45000000' + '20000000',
      `0200000000000500${`6000000000083a40${HEADER6}`}`,
    ],
    check(data) {
      const message = read(data, icmp.read)?.value
      if (!message) return
      for (const [at, family] of [4, 6].entries()) {
        sameBytes(icmp.write(message, ENDS[at]), data, 'a message is written as it was read')
        assert(icmp.problems(message, ENDS[at]).length < 2)
        assert.match(describe(family, message), /^[ -~]{4,100}$/)
        const said = meaning.interpret(family, message)
        bounded(said, data)
        if (said.kind === 'other') continue
        const again = meaning.interpret(family, {...meaning.compose(family, said), checksum: 0})
        assert.equal(again.kind, said.kind, 'what is said can be said again')
        if (!('quote' in said)) continue
        sameBytes(concat(said.quote, said.extensions), message.body, 'nothing is lost')
        bounded(meaning.quotedPacket(said), data)
        assert(meaning.quotation(said.quote).length <= 1232)
      }
    },
  },
  {
    name: 'udp',
    reads: ['wire/udp.read'],
    seeds: ['b3850009000dfe2068656c6c6f', '0001000200070000', '00010002ffff000061'],
    check(data) {
      const datagram = read(data, udp.read)?.value
      if (!datagram) return
      for (const ends of ENDS) {
        sameBytes(udp.write(datagram, ends), data, 'a datagram is written as it was read')
        assert(udp.problems(datagram, ends).length < 2)
        const right = udp.write({...datagram, length: undefined, checksum: undefined, trailing: undefined}, ends)
        assert.deepEqual(udp.problems(read(right, udp.read).value, ends), [])
      }
    },
  },
  {
    name: 'tcp',
    reads: ['wire/tcp.read'],
    seeds: [
      '98aa000984287aa000000000a002ffd7fe3000000204ffd70402080a68c31bfe000000000103030a',
      '000998aa0000000084287aa1501400001a510000',
    ],
    check(data) {
      const segment = read(data, tcp.read)?.value
      if (!segment) return
      for (const ends of ENDS) {
        sameBytes(tcp.write(segment, ends), data, 'a segment is written as it was read')
        const right = tcp.write({...segment, checksum: undefined}, ends)
        assert.deepEqual(tcp.problems(read(right, tcp.read).value, ends), [])
      }
      assert.match(tcp.flagNames(segment.flags), /^[A-Zn][A-Z,one]+$/)
    },
  },
  {
    name: 'address-capsules',
    reads: [
      'wire/connect-ip/address-assign.read',
      'wire/connect-ip/address-request.read',
      ...['readEntries', 'readVersion', 'readAddress'].map(name => `wire/connect-ip/address-entry.${name}`),
    ],
    seeds: ['0104c000020018', '400206' + '20010db8'.padEnd(32, '0') + '80', '0004000000002101060000'],
    check(data) {
      for (const codec of [addressAssign, addressRequest]) {
        const entries = read(data, codec.read)?.value
        if (!entries) continue
        bounded(entries, data)
        assert(entries.length <= addressEntry.MAX_ENTRIES)
        sameBytes(codec.write(entries), data, 'a capsule is written as it was read')
        const problems = codec.problems(entries)
        bounded(problems, data)
        assert.match(problems.join(''), /^[ -~]*$/)
        for (const entry of entries) assert.equal(typeof addressEntry.isRefusal(entry), 'boolean')
      }
    },
  },
  {
    name: 'route-capsules',
    reads: ['wire/connect-ip/route-advertisement.read'],
    seeds: ['04c0000200c000022a0004c0000264c00002c811', `06${'00'.repeat(16)}${'ff'.repeat(16)}3a`],
    check(data) {
      const list = read(data, routes.read)?.value
      if (!list) return
      bounded(list, data)
      sameBytes(routes.write(list), data, 'a capsule is written as it was read')
      const problems = routes.problems(list)
      bounded(problems, data)
      assert(problems.length <= list.length * 3)
      assert.match(problems.join(''), /^[ -~]*$/)
      if (problems.length === 0) assert.deepEqual(routes.sorted(list), list, 'what is well is in order')
    },
  },
]

function chain(got, upper) {
  const walked = extensions.readChain(got.nextHeader, got.payload)
  assert.deepEqual(upper, walked)
  sameBytes(concat(extensions.write(walked.extensions), walked.payload), got.payload, 'a chain is written as read')
  for (const extension of walked.extensions) {
    if (extension.header === extensions.ROUTING) bounded(extensions.readRouting(extension), extension.body)
    if (extension.header !== extensions.FRAGMENT) continue
    const fragment = extensions.fragment(extensions.readFragment(extension))
    assert.deepEqual({...fragment, next: extension.next}, extension, 'a fragment header is made as it was read')
  }
}
