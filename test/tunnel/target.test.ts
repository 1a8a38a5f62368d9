import {describe, expect, it} from 'vitest'
import {TargetError, formatTarget, parseTarget, readTarget} from '../../src/lib/tunnel/target.js'

describe('targets as people write them', () => {
  it.each([
    ['192.0.2.1:53', {host: '192.0.2.1', port: 53, kind: 'ipv4'}],
    ['[2001:db8::1]:443', {host: '2001:db8::1', port: 443, kind: 'ipv6'}],
    ['target.example:65535', {host: 'target.example', port: 65535, kind: 'name'}],
    ['_service.example:1', {host: '_service.example', port: 1, kind: 'name'}],
    ['b\u00fccher.example:7', {host: 'xn--bcher-kva.example', port: 7, kind: 'name'}],
  ])('%s', (text, target) => {
    expect(parseTarget(text)).toEqual(target)
  })

  it.each([
    ['target.example', 'write HOST:PORT'],
    ['2001:db8::1:443', 'needs brackets'],
    ['[2001:db8::1]', 'needs brackets'],
    ['[192.0.2.1]:53', 'not an IPv6 address'],
    ['[fe80::1%eth0]:53', 'zone identifiers'],
    ['target.example:0', 'between 1 and 65535'],
    ['target.example:65536', 'between 1 and 65535'],
    ['target.example:4294967739', 'between 1 and 65535'],
    ['target.example:+443', 'between 1 and 65535'],
    ['target.example:', 'between 1 and 65535'],
    [':53', 'neither a host name nor an IP address'],
    ['bad host:53', 'neither a host name nor an IP address'],
    ['a..b:53', 'neither a host name nor an IP address'],
    [`${'a'.repeat(254)}:53`, 'neither a host name nor an IP address'],
  ])('refuses %s', (text, words) => {
    expect(() => parseTarget(text)).toThrow(TargetError)
    expect(() => parseTarget(text)).toThrow(words)
  })
})

describe('targets of a request', () => {
  it('are checked by the grammar of RFC 9298 section 3', () => {
    expect(readTarget('2001:db8::1', '0443')).toEqual({host: '2001:db8::1', port: 443, kind: 'ipv6'})
    for (const [host, port] of [
      ['', '443'],
      ['a.example', ''],
      ['[2001:db8::1]', '443'],
      ['fe80::1%eth0', '443'],
      ['a.example\0', '443'],
      ['a.example', '443x'],
      ['a.example', '-1'],
    ] as const) {
      expect(() => readTarget(host, port), `${host}:${port}`).toThrow(TargetError)
    }
  })

  it('are written as URIs write them', () => {
    expect(formatTarget(parseTarget('[2001:db8::1]:443'))).toBe('[2001:db8::1]:443')
    expect(formatTarget(parseTarget('a.example:443'))).toBe('a.example:443')
  })
})
