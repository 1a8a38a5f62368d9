import {describe, expect, it} from 'vitest'
import {makeStyle} from '../../src/lib/style/style.js'

const UTF8 = {LANG: 'en_US.UTF-8', TERM: 'xterm-256color'}
const coloured = (isTerminal: boolean, env: NodeJS.ProcessEnv, noColor = false): boolean =>
  makeStyle({isTerminal, env, noColor}).ok('x') !== 'x'

describe('colour', () => {
  it.each<[string, boolean, NodeJS.ProcessEnv, boolean, boolean]>([
    ['on a terminal', true, UTF8, false, true],
    ['not on a pipe', false, UTF8, false, false],
    ['not with --no-color', true, UTF8, true, false],
    ['not with NO_COLOR', true, {...UTF8, NO_COLOR: '1'}, false, false],
    ['with an empty NO_COLOR, which does not count', true, {...UTF8, NO_COLOR: ''}, false, true],
    ['not on a dumb terminal', true, {...UTF8, TERM: 'dumb'}, false, false],
    ['on a pipe with FORCE_COLOR', false, {...UTF8, FORCE_COLOR: '1'}, false, true],
    ['not with FORCE_COLOR=0', true, {...UTF8, FORCE_COLOR: '0'}, false, false],
    ['--no-color is stronger than FORCE_COLOR', true, {...UTF8, FORCE_COLOR: '1'}, true, false],
  ])('%s', (_, isTerminal, env, noColor, expected) => {
    expect(coloured(isTerminal, env, noColor)).toBe(expected)
  })
})

it('marks are signs of their own, and plain ones where the locale has no others', () => {
  const labels = ['pass', 'fail', 'warn', 'info', 'inconclusive', 'not-applicable', 'waived', 'error'] as const
  for (const env of [UTF8, {LANG: 'C'}]) {
    const style = makeStyle({isTerminal: false, env, noColor: false})
    expect(new Set(labels.map(label => style.mark(label))).size).toBe(labels.length)
  }
  const plain = makeStyle({isTerminal: false, env: {LANG: 'C'}, noColor: false})
  expect(labels.map(label => plain.mark(label)).join('')).toMatch(/^[\x20-\x7e]+$/)
  expect(plain.ellipsis).toBe('...')
})
