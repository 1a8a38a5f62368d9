/** Names of error codes, and which of them say that the other side broke a rule: a wrong one is a wrong accusation. */
import {describe, expect, it} from 'vitest'
import * as codes from '../../src/lib/wire/error-codes.js'

const upTo = (end: number): bigint[] => Array.from({length: end}, (_, code) => BigInt(code))

describe('a code accuses us', () => {
  it('in HTTP/2 of protocol, flow control, closed streams, frame sizes, compression', () => {
    expect(upTo(32).filter(codes.http2AccusesUs)).toEqual([1n, 3n, 5n, 6n, 9n])
  })

  it('in HTTP/3 if it stands for a breach, and not for load, cancelling or a broken connection', () => {
    const [accusing, {H3}] = [upTo(0x300).filter(codes.http3AccusesUs), codes]
    expect(accusing).toEqual([
      0x33n,
      0x101n,
      0x103n,
      0x104n,
      0x105n,
      0x106n,
      0x108n,
      0x109n,
      0x10an,
      0x10dn,
      0x10en,
      0x200n,
      0x201n,
      0x202n,
    ])
    for (const code of [H3.NO_ERROR, H3.EXCESSIVE_LOAD, H3.REQUEST_REJECTED, H3.CONNECT_ERROR]) {
      expect(accusing).not.toContain(code)
    }
  })

  it('in QUIC, accuses nobody, or is neither', () => {
    expect(upTo(32).filter(codes.quicAccusesUs)).toEqual([3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, 14n, 17n])
    expect(upTo(32).filter(codes.quicAccusesNobody)).toEqual([1n, 13n, 15n, 16n])
  })
})

describe('a code is named', () => {
  it.each([
    [codes.http3Name, 0x10en, 'H3_MESSAGE_ERROR (0x10e)'],
    [codes.http3Name, 0x21n, 'reserved (0x21)'],
    [codes.http3Name, 0x123n, '0x123'],
    [codes.http2Name, 0xan, 'CONNECT_ERROR (0xa)'],
    [codes.http2Name, 0xdn, 'HTTP_1_1_REQUIRED (0xd)'],
    [codes.http2Name, 0xen, '0xe'],
    [codes.http2Name, 1n << 60n, '0x1000000000000000'],
    [codes.quicName, 0xan, 'PROTOCOL_VIOLATION (0xa)'],
    [codes.quicName, 0xffn, '0xff'],
    [codes.quicName, 0x100n, 'TLS alert close_notify (0x100)'],
    [codes.quicName, 0x178n, 'TLS alert no_application_protocol (0x178)'],
    [codes.quicName, 0x1ffn, 'TLS alert 255 (0x1ff)'],
    [codes.quicName, 0x200n, '0x200'],
  ])('%o of %i', (name, code, expected) => {
    expect(name(code)).toBe(expected)
  })

  it('as an alert, by name or number', () => {
    expect([codes.alertName(120), codes.alertName(99)]).toEqual(['no_application_protocol', '99'])
    expect(codes.tlsAlert(0x99n)).toBeUndefined()
  })
})
