/**
 * Matching of requests against templates: what a regular expression would find (the plainest way to say what is meant),
 * in time that a peer cannot make explode. A matcher that backtracks does not come back from the last of these.
 */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {textsOf, type Piece} from '../../src/lib/tunnel/uri-pieces.js'

const quote = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)

/** Only for short paths: it backtracks. */
function byRegularExpression(pieces: readonly Piece[], path: string): string[] | undefined {
  const source = pieces.map(piece => {
    if (piece.kind === 'literal') return quote(piece.text)
    if (piece.kind === 'value') return `([^${quote(piece.ends)}]*)`
    const pair = `(?:${piece.names.map(quote).join('|')})=[^&#]*`
    return piece.first === '?' ? `((?:\\?${pair}(?:&${pair})*)?)` : `((?:&${pair})*)`
  })
  const match = new RegExp(`^${source.join('')}$`).exec(path)
  if (!match) return undefined
  const groups = pieces.filter(({kind}) => kind !== 'literal')
  return groups.flatMap((piece, index) => (piece.kind === 'pairs' ? pairsOf(match[index + 1]!) : [match[index + 1]!]))
}

const pairsOf = (text: string): string[] =>
  text === ''
    ? []
    : text
        .slice(1)
        .split('&')
        .map(pair => pair.slice(pair.indexOf('=') + 1))

const texts = fc.array(fc.constantFrom('a', 'b', '=', '&', '?', '/', ',', '&a=', '&b=', '?a=', '&aa='), {maxLength: 9})
const pieces = fc.array(
  fc.oneof(
    texts.filter(({length}) => length > 0).map((text): Piece => ({kind: 'literal', text: text.slice(0, 2).join('')})),
    fc.constantFrom('/?#&,', '&#').map((ends): Piece => ({kind: 'value', name: 'a', ends})),
    fc.constantFrom<Piece>(
      {kind: 'pairs', first: '?', names: ['a', 'b']},
      {kind: 'pairs', first: '&', names: ['a']},
      {kind: 'pairs', first: '&', names: ['aa', 'b', 'a']},
    ),
  ),
  {maxLength: 5},
)

describe('reading a path as pieces', () => {
  it('finds what a regular expression finds', () => {
    let matched = 0
    const same = fc.property(pieces, texts, (form, parts) => {
      const path = parts.join('')
      const expected = byRegularExpression(form, path)
      if (expected) matched++
      expect(textsOf(form, path)?.map(([, text]) => text)).toEqual(expected)
    })
    fc.assert(same, {numRuns: 5000})
    expect(matched, 'paths that are of the form').toBeGreaterThan(50)
  })
})

/** Nearly matches in very many ways, and not at all in the end. */
const MANY = 32
describe.each([
  ['the same variable next to itself', '{target}'.repeat(MANY), `/${'a'.repeat(7000)}/`],
  ['variables in one expression', `{${Array(MANY).fill('target').join(',')}}`, `/${'a,'.repeat(3000)}/`],
  ['named forms next to each other', '{&target}'.repeat(MANY), `/${'&target=a'.repeat(700)}#`],
  [
    'a query and its repetition',
    `{?target}${'{&target,ipproto}'.repeat(15)}`,
    `/?target=a${'&ipproto=6'.repeat(700)}#`,
  ],
  ['named forms and plain ones in turn', '{&target}{ipproto}'.repeat(MANY / 2), `/${'&target=a'.repeat(700)}#`],
  ['variables between dots', '{target}.'.repeat(MANY), `/${'a.'.repeat(3000)}/`],
])('%s', (_, expressions, path) => {
  it('is refused as soon as anything else', () => {
    const {match} = parseIpTemplate(`https://p.example/${expressions}`)
    expect(match(path)).toBeUndefined()
  })
})

describe('a template for UDP', () => {
  it('is matched as soon', () => {
    const {match} = parseTemplate(`https://p.example/${'{target_host}{target_port}'.repeat(MANY / 2)}`)
    expect(match(`/${'a'.repeat(7000)}/`)).toBeUndefined()
    expect(match('/')).toEqual({target_host: '', target_port: ''})
  })

  it('with a variable twice takes one value for it, not two', () => {
    const {match} = parseTemplate('https://p.example/{target_host}/{target_port}{?target_host}')
    expect(match('/a/1?target_host=a')).toEqual({target_host: 'a', target_port: '1'})
    expect(match('/a/1?target_host=b')).toBeUndefined()
  })
})

it.each([parseTemplate, parseIpTemplate])('has at most 32 variables', parse => {
  const needed = parse === parseTemplate ? '{target_host}{target_port}' : '{target}{ipproto}'
  expect(() => parse(`https://p.example/${needed}${'{x}'.repeat(30)}`)).not.toThrow()
  expect(() => parse(`https://p.example/${needed}${'{x}'.repeat(31)}`)).toThrow(
    'it has 33 variables: no proxy needs more than two, and more than 32 are not supported',
  )
})
