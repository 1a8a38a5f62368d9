/** Addresses of 16 octets as text: mapped ones as IPv4, the first longest run of zeroes as `::`. */
import {describe, expect, it} from 'vitest'
import {formatAddress, formatIp, formatWords} from '../../src/lib/wire/ip-address.js'
import {hex} from '../support/bytes.js'

/** Behind two octets that belong to somebody else; the port is in the order of the machine. */
const view = (octets: string): DataView => new DataView(hex(`ffff${octets}bb01`).buffer)

describe('sixteen octets', () => {
  it.each([
    ['00000000 00000000 00000000 00000000', '', ''],
    ['00000000 00000000 0000ffff c0000281', '192.0.2.129', '192.0.2.129:443'],
    ['20010db8 00000000 00000000 00000001', '2001:db8::1', '[2001:db8::1]:443'],
    ['00000000 00000000 00000000 00000001', '::1', '[::1]:443'],
    ['00000000 00000000 00001234 c0000201', '::1234:c000:201', '[::1234:c000:201]:443'],
    ['00010000 00000000 0000ffff c0000201', '1::ffff:c000:201', '[1::ffff:c000:201]:443'],
  ])('%s', (octets, ip, address) => {
    expect(formatIp(view(octets), 2)).toBe(ip)
    expect(formatAddress(view(octets), 2)).toBe(address)
  })
})

describe('eight words', () => {
  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8], '1:2:3:4:5:6:7:8'],
    [[1, 0, 3, 4, 5, 6, 7, 8], '1:0:3:4:5:6:7:8'],
    [[1, 0, 0, 4, 0, 0, 0, 8], '1:0:0:4::8'],
    [[1, 0, 0, 4, 5, 0, 0, 8], '1::4:5:0:0:8'],
    [[1, 2, 3, 4, 5, 6, 0, 0], '1:2:3:4:5:6::'],
    [[0, 0, 0, 0, 0, 0, 0, 0], '::'],
  ])('%j', (words, text) => {
    expect(formatWords(words)).toBe(text)
  })
})
