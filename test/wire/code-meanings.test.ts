/** What `explain` says of numbers: all that one may be, and no word of a number that is nothing. */
import {describe, expect, it} from 'vitest'
import {meaningsOf, meaningsOfName} from '../../src/lib/wire/code-meanings.js'

const told = (code: bigint): string[] => meaningsOf(code).map(({space, name}) => `${space} ${name}`)

describe('a number', () => {
  it.each([
    [0x10en, ['HTTP/3 H3_MESSAGE_ERROR']],
    [0xan, ['HTTP/2 CONNECT_ERROR', 'QUIC PROTOCOL_VIOLATION', 'TLS alert unexpected_message']],
    [0x178n, ['TLS alert in QUIC no_application_protocol']],
    [120n, ['TLS alert no_application_protocol']],
    [40n, ['TLS alert handshake_failure']],
    [0x115n, ['TLS alert in QUIC alert 21']],
    [0x1ffn, ['TLS alert in QUIC alert 255']],
  ])('%i is all that it may be', (code, expected) => {
    expect(told(code)).toEqual(expected)
  })

  it('is told with the other number of the same alert', () => {
    expect(meaningsOf(120n)[0]!.meaning).toMatch(/; QUIC carries it as 0x178$/)
    expect(meaningsOf(0x178n)[0]!.meaning).toMatch(/; TLS alert 120$/)
  })

  it.each([0n, 1n, 4n, 1000n])('is reserved in HTTP/3: N = %i', n => {
    expect(told(0x21n + 0x1fn * n)).toContain('HTTP/3 reserved')
  })

  it('may be reserved, and an alert as well', () => {
    expect(told(0x119n)).toEqual(['HTTP/3 reserved', 'TLS alert in QUIC alert 25'])
  })

  it.each([
    [99n, 'no alert has that number'],
    [0x20n, 'beside a reserved one'],
    [0x22n, 'beside a reserved one'],
    [0x300n, 'beyond all'],
    [0x21n + 0x1fn * (1n << 60n), 'of the form of reserved ones, and more than QUIC can write'],
  ])('%i is nothing: %s', code => {
    expect(told(code)).toEqual([])
  })
})

describe('a name', () => {
  it('of an alert has both numbers', () => {
    expect(meaningsOfName('no_application_protocol').map(({space, code}) => [space, code])).toEqual([
      ['TLS alert', 120n],
      ['TLS alert in QUIC', 0x178n],
    ])
  })

  it('that stands for many is none', () => {
    expect(meaningsOfName('reserved')).toEqual([])
  })
})

describe('where a code is said', () => {
  it.each([
    [0x33n, ['RFC 9297 section 5.2']],
    [0x10en, ['RFC 9114 section 8.1']],
    [0x200n, ['RFC 9204 section 6']],
    [0x202n, ['RFC 9204 section 6']],
    [0x21n, ['RFC 9114 section 8.1']],
    [0xdn, ['RFC 9113 section 7', 'RFC 9000 section 20.1']],
    [0x33n + 0x100n, ['RFC 9001 section 4.8']],
    [120n, ['RFC 8446 section 6']],
    [0x178n, ['RFC 9001 section 4.8']],
  ])('%i', (code, cites) => {
    expect(meaningsOf(code).map(meaning => meaning.cites)).toEqual(expect.arrayContaining(cites))
  })

  it('is found by name in any letters, with H3_ or without', () => {
    for (const name of ['message_error', 'H3_MESSAGE_ERROR', 'h3_message_error']) {
      expect(meaningsOfName(name).map(({code}) => code)).toEqual([0x10en])
    }
    expect(meaningsOfName('close_notify').map(({code}) => code)).toEqual([0n, 0x100n])
  })
})
