import {describe, expect, it} from 'vitest'
import {Token, parseItem, parseItems, writeItem} from '../../src/lib/wire/structured-field.js'

describe('structured fields', () => {
  it('keeps the raw text beside the value', () => {
    expect(parseItem(['?1'])).toEqual({raw: '?1', value: {value: true, parameters: new Map()}})
  })

  it('makes two lines of an item a problem, not a guess', () => {
    expect(parseItem(['?1', '?1'])).toMatchObject({raw: '?1, ?1', problem: expect.any(String) as string})
  })

  it.each(['', '?2', '"open', '\u00e9'])('says what is wrong with %j', text => {
    expect(parseItem([text])).toHaveProperty('problem')
  })

  it('reads Proxy-Status as RFC 9209 writes it', () => {
    const parsed = parseItems(['proxy.example; error=dns_error; rcode="NXDOMAIN"', '"other"; received-status=502'])
    if ('problem' in parsed) throw new Error(parsed.problem)
    const [first, second] = parsed.value
    expect(first?.value).toEqual(new Token('proxy.example'))
    expect(first?.parameters.get('error')).toEqual(new Token('dns_error'))
    expect(first?.parameters.get('rcode')).toBe('NXDOMAIN')
    expect([second?.value, second?.parameters.get('received-status')]).toEqual(['other', 502])
  })

  it('refuses inner lists', () => {
    expect(parseItems(['(a b)'])).toHaveProperty('problem')
  })

  it('writes items', () => {
    expect(
      writeItem(
        'masque',
        new Map<string, Token | string>([
          ['error', new Token('dns_timeout')],
          ['details', 'a "b"'],
        ]),
      ),
    ).toBe(String.raw`"masque";error=dns_timeout;details="a \"b\""`)
  })
})
