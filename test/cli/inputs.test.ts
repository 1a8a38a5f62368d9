/** What is asked of flags and variables before anything is sent. */
import {describe, expect, it} from 'vitest'
import {CliError} from '../../src/lib/cli/errors.js'
import {fieldValue, parseHeader, parseServerName} from '../../src/lib/cli/parsers.js'
import {readTruth} from '../../src/lib/config/truth.js'

describe('a header', () => {
  it('is sent as the octets of UTF-8', () => {
    expect(parseHeader('X-Name: ✓')).toEqual(['x-name', '\u00e2\u009c\u0093'])
  })

  it.each(['Connection: close', 'Transfer-Encoding: chunked', 'Host: x', 'X: a\nb', 'X: \u0000', ': x', ':path: /'])(
    '%j is refused',
    text => {
      expect(() => parseHeader(text)).toThrow(CliError)
    },
  )

  it('may hold a tab', () => {
    expect(fieldValue('header', 'a\tb')).toBe('a\tb')
  })
})

describe('a server name', () => {
  it.each(['proxy.example', 'proxy.example.', 'x', 'under_score.example', '192.0.2.1', '2001:db8::1'])('%s', name => {
    expect(parseServerName('sni', name)).toBe(name)
  })

  it.each(['', 'a b', 'a..b', '.', '-a.example', 'a'.repeat(64), `${'a.'.repeat(130)}b`])('not %j', name => {
    expect(() => parseServerName('sni', name)).toThrow(CliError)
  })
})

describe('yes and no in a variable', () => {
  it.each(['true', 'YES', '1', 'on'])('%j is yes', value => {
    expect(readTruth(value)).toBe(true)
  })

  it.each(['n', '0', 'False', 'off'])('%j is no', value => {
    expect(readTruth(value)).toBe(false)
  })

  it.each(['maybe', '2', ''])('%j is neither: it would have been taken for no', value => {
    expect(readTruth(value)).toBeUndefined()
  })
})
