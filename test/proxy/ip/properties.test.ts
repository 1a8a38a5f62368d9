/** What holds for every packet, whatever it is: no error about an error, nothing of a spoofed source, nothing out of thin air. */
import fc from 'fast-check'
import {expect, it} from 'vitest'
import {inspect} from '../../../src/lib/proxy/ip/facts.js'
import {internetChecksum} from '../../../src/lib/wire/ip/checksum.js'
import {toOctets} from '../../../src/lib/wire/ip/address.js'
import * as icmp from '../../../src/lib/wire/icmp/message.js'
import {datapath, type DatapathOptions} from './support/datapath.js'
import {packet, words} from './support/packets.js'

const family = fc.constantFrom(4 as const, 6 as const)
const octets = fc.uint8Array({maxLength: 1600})
const ttl = fc.integer({min: 0, max: 255})
const ERRORS = {4: [3, 4, 5, 11, 12], 6: [1, 2, 3, 4, 5, 100, 127]} as const
const TARGETS = {
  4: ['198.51.100.7', '10.0.0.1', '192.0.2.77', '192.0.2.1', '203.0.113.5'],
  6: ['2001:db8:9::7', 'fd00::1', '2001:db8:1::77', '2001:db8:1::1', '2001:db8:5::5'],
} as const
/** Every way to fail: no route, a scope, a small link. */
const setups: fc.Arbitrary<DatapathOptions> = fc.constantFrom(
  {},
  {reachable: []},
  {scope: {prefixes: [], protocol: undefined}},
  {scope: {prefixes: undefined, protocol: 17}},
  {mtu: 1300},
  {packets: {takesHop: () => true}},
)

it('ICMP errors are never answered with ICMP errors, in either direction', () => {
  fc.assert(
    fc.property(family, setups, ttl, octets, fc.nat(), fc.nat(), (of, setup, hops, body, type, target) => {
      const {client, arrive, toNetwork} = datapath(setup)
      const {ip, addresses, toClient} = client()
      const to = TARGETS[of][target % TARGETS[of].length]!
      const number = ERRORS[of][type % ERRORS[of].length]!
      const error = (source: string, destination: string): Uint8Array => {
        const message = icmp.write({type: number, code: type % 16, rest: 0, body}, {source, destination})
        return packet(source, destination, icmp.PROTOCOL[of], message, {ttl: hops})
      }
      const up = error(addresses[of], to)
      ip.fromClient(up)
      expect(toClient).toEqual([])
      expect(toNetwork.every(one => Buffer.compare(one, forwardedLike(one, up)) === 0)).toBe(true)
      toNetwork.length = 0
      arrive(error(TARGETS[of][0], addresses[of]))
      expect(toNetwork).toEqual([])
    }),
    {numRuns: 150},
  )
})

it('nothing that is not from the client’s own address goes on, and errors about it go back where it came from', () => {
  const address = {4: fc.ipV4(), 6: fc.ipV6()}
  const spoofed = family.chain(of => fc.tuple(fc.constant(of), address[of], fc.constantFrom(...TARGETS[of])))
  fc.assert(
    fc.property(spoofed, ttl, octets, ([of, source, destination], hops, payload) => {
      const {client, toNetwork} = datapath()
      const [one, other] = [client(), client()]
      fc.pre(Buffer.compare(toOctets(source), toOctets(one.addresses[of])) !== 0)
      one.ip.fromClient(packet(source, destination, 17, payload, {ttl: hops}))
      expect(toNetwork).toEqual([])
      expect(other.toClient).toEqual([])
      for (const error of one.toClient) expect(words(error)).toMatch(/^(192\.0\.2\.1|2001:db8:1::1) > /)
    }),
    {numRuns: 150},
  )
})

it('octets of any kind do no harm, and every packet that leaves is a good one', () => {
  const almost = fc.tuple(family, fc.uint8Array({minLength: 20, maxLength: 200})).map(([of, bytes]) => {
    const copy = bytes.slice()
    copy[0] = of === 4 ? 0x45 : 0x60
    return copy
  })
  fc.assert(
    fc.property(fc.oneof(octets, almost), setups, (bytes, setup) => {
      const {client, arrive, toNetwork} = datapath(setup)
      const {ip, addresses, toClient} = client()
      ip.fromClient(bytes)
      arrive(bytes)
      expect(toNetwork).toEqual([])
      // From the client's address, and with the right lengths and checksum: only what those fields say differs.
      const own = mended(bytes, addresses[4])
      if (own) ip.fromClient(own)
      for (const one of toNetwork) expect(inspect(one)?.malformed).toBe(false)
      for (const one of toClient) expect(words(one)).not.toMatch(/\[|wrong/)
    }),
    {numRuns: 300},
  )
})

function mended(bytes: Uint8Array, source: string): Uint8Array | undefined {
  if (bytes.length < 20 || bytes[0] !== 0x45) return undefined
  const copy = bytes.slice()
  copy.set([copy.length >> 8, copy.length & 0xff], 2)
  copy.set(toOctets(source), 12)
  copy.set([0, 0], 10)
  const sum = internetChecksum(copy.subarray(0, 20))
  copy.set([sum >> 8, sum & 0xff], 10)
  return copy
}

/** What was sent, with the hops and the checksum of what left. */
function forwardedLike(left: Uint8Array, sent: Uint8Array): Uint8Array {
  const copy = sent.slice()
  if (copy[0]! >> 4 === 4) copy.set([left[8]!], 8)
  else copy.set([left[7]!], 7)
  if (copy[0]! >> 4 === 4) copy.set(left.subarray(10, 12), 10)
  return copy
}
