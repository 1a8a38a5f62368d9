import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {jsonText} from '../../src/lib/report/json-text.js'
import {escape, truncate} from '../../src/lib/style/escape.js'

/** What a terminal obeys or a reader cannot see: C0, DEL, C1, format characters, line separators. */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

describe('escape', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['two\nlines\r', 'two\\x0alines\\x0d'],
    ['\u009b2J', '\\x9b2J'],
    ['abc\u202egpj.exe', 'abc\\u{202e}gpj.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['grüße ✓ 東京', 'grüße ✓ 東京'],
  ])('%j', (text, escaped) => {
    expect(escape(text)).toBe(escaped)
  })

  it('leaves nothing a terminal would obey', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), text => {
        expect(escape(text)).not.toMatch(HARMFUL)
      }),
    )
  })
})

describe('JSON', () => {
  it('is safe to look at, and says the same', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), text => {
        const json = jsonText({text})
        expect(json).not.toMatch(HARMFUL)
        expect(JSON.parse(json)).toEqual({text})
      }),
    )
  })
})

it('what is cut is shown to be cut', () => {
  expect(truncate('twelve chars', 12, '…')).toBe('twelve chars')
  expect(truncate('twelve chars', 8, '…')).toBe('twelve …')
  expect(truncate('twelve chars', 2, '...')).toBe('...')
})
