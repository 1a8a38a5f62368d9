/** UDP in IP as captures hold it. */
import {expect, it} from 'vitest'
import {internetChecksum} from '../../src/lib/wire/ip/checksum.js'
import * as udpPacket from '../../src/lib/wire/ip/udp-packet.js'
import {ascii, hex, show} from '../support/bytes.js'

const v4 = (last: number, port: number): udpPacket.Endpoint => ({ip: Uint8Array.of(192, 0, 2, last), port})
const v6 = (last: number, port: number): udpPacket.Endpoint => ({ip: hex(`20010db8${'0'.repeat(22)}0${last}`), port})

it('sums as the example of RFC 1071 section 3 does', () => {
  // 0001 f203 f4f5 f6f7: the sum is ddf2, and its complement is sent.
  expect(internetChecksum(hex('0001f203f4f5f6f7'))).toBe(~0xddf2 & 0xffff)
  expect(internetChecksum(hex('0001f203'), hex('f4f5f6f7'))).toBe(~0xddf2 & 0xffff)
  expect(internetChecksum(hex('ab'))).toBe(~0xab00 & 0xffff)
})

it('writes IPv4', () => {
  const bytes = udpPacket.write({
    source: v4(1, 1000),
    destination: v4(2, 53),
    tos: 0xba,
    ttl: 17,
    payload: ascii('abc'),
  })
  expect(show(bytes)).toBe(show(hex(`45ba001f 00000000 1111 2511 c0000201 c0000202  03e8 0035 000b b354 616263`)))
})

it('writes IPv6', () => {
  const bytes = udpPacket.write({source: v6(1, 7), destination: v6(2, 9), tos: 0x03, ttl: 255, payload: ascii('ab')})
  expect(show(bytes.subarray(0, 8))).toBe(show(hex('60300000 000a 11 ff')))
  expect(show(bytes.subarray(40, 46))).toBe(show(hex('0007 0009 000a')))
})

it('can be verified by whoever receives it: the sum over everything is zero', () => {
  for (const length of [0, 1, 2, 3, 1200, 1201]) {
    for (const [source, destination] of [
      [v4(1, 50_000), v4(2, 4433)],
      [v6(1, 50_000), v6(2, 4433)],
    ] as const) {
      const payload = Uint8Array.from({length}, (_, index) => index * 37)
      const bytes = udpPacket.write({source, destination, tos: 2, ttl: 64, payload})
      const header = source.ip.length === 4 ? 20 : 40
      const udp = bytes.subarray(header)
      const pseudo = Uint8Array.of(0, 17, udp.length >> 8, udp.length & 0xff)
      expect(internetChecksum(source.ip, destination.ip, pseudo, udp)).toBe(0)
      if (header === 20) expect(internetChecksum(bytes.subarray(0, 20))).toBe(0)
    }
  }
})

it('never writes the checksum 0, which would say that there is none (RFC 768)', () => {
  const packet = {source: v4(1, 0), destination: v4(2, 0), tos: 0, ttl: 1}
  const plain = udpPacket.write({...packet, payload: Uint8Array.of(0, 0)})
  // Two octets that make the sum come out as all ones.
  const wanted = plain.subarray(26, 28)
  const bytes = udpPacket.write({...packet, payload: wanted.slice()})
  expect(show(bytes.subarray(26, 28))).toBe('ffff')
})

it('takes as much as the length fields allow', () => {
  expect(udpPacket.maxPayload(v4(1, 0))).toBe(65_507)
  expect(udpPacket.maxPayload(v6(1, 0))).toBe(65_527)
  const packet = {source: v4(1, 1), destination: v4(2, 1), tos: 0, ttl: 1}
  expect(udpPacket.write({...packet, payload: new Uint8Array(65_507)}).length).toBe(65_535)
  expect(() => udpPacket.write({...packet, payload: new Uint8Array(65_508)})).toThrow(RangeError)
})
