/** Markdown, read back by a parser: nothing a peer said is more than text, and nothing is larger than GitHub shows. */
import fc from 'fast-check'
import {parsers} from 'prettier/plugins/markdown'
import {describe, expect, it} from 'vitest'
import {escape} from '../../../src/lib/style/escape.js'
import {failing, hostile, many} from './documents.js'
import {anyText, EVIL, goldenPath, GOLDENS, render, renderSeveral} from './render.js'

interface Node {
  readonly type: string
  readonly value?: string
  readonly url?: string
  readonly depth?: number
  readonly children?: readonly Node[]
}

async function nodesOf(text: string): Promise<Node[]> {
  const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)]
  return all((await parsers.markdown.parse(text, {} as never)) as Node)
}

const shape = async (text: string): Promise<string> => {
  const kept = new Set([
    'heading',
    'list',
    'listItem',
    'table',
    'tableRow',
    'tableCell',
    'html',
    'link',
    'image',
    'code',
  ])
  return (await nodesOf(text)).flatMap(({type}) => (kept.has(type) ? [type] : [])).join(' ')
}

const MiB = 1024 * 1024

describe('markdown', () => {
  it.each(GOLDENS)('%s', async (name, make) => {
    await expect(await render('markdown', make())).toMatchFileSnapshot(goldenPath('markdown', name))
  })

  it('says the verdict first, then what is new', async () => {
    const nodes = await nodesOf(await render('markdown', failing()))
    const headings = nodes
      .filter(({type}) => type === 'heading')
      .map(({children}) => children?.map(({value}) => value).join(''))
    expect(headings[0]).toBe('masque check: violated')
    expect(headings[1]).toBe('New violations (1)')
  })

  it('makes nothing of what a peer said: the page of a run has the same shape, whatever that was', async () => {
    const template = await render('markdown', hostile('word'))
    const htmlOf = async (page: string): Promise<unknown> =>
      (await nodesOf(page)).flatMap(({type, value}) => (type === 'html' ? [value] : []))
    const atStart = fc.constantFrom(
      '- a',
      '+ a',
      '1. a',
      '2) a',
      '===',
      '---',
      '> a',
      '# a',
      '    a',
      '|',
      '```',
      '~~~',
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, atStart), async text => {
        fc.pre(escape(text).trim() !== '')
        const page = await render('markdown', hostile(text))
        expect(await shape(page)).toBe(await shape(template))
        expect(await htmlOf(page)).toEqual(await htmlOf(template))
      }),
      {numRuns: 25},
    )
  })

  it('mentions nobody and links nowhere', async () => {
    for (const text of [
      EVIL,
      '@octocat',
      'http://evil.example',
      'www.evil.example',
      'deadbeefcafe',
      '#1',
      'GH-1',
      ':x:',
    ]) {
      const nodes = await nodesOf(await render('markdown', hostile(text)))
      const shown = escape(text).trim()
      const plain = nodes.filter(({type, value}) => type === 'text' && value?.includes(shown))
      expect(plain, text).toEqual([])
      expect(
        nodes.filter(({type}) => type === 'link'),
        text,
      ).toEqual([])
      expect(nodes.filter(({type, value}) => type === 'inlineCode' && value === shown).length, text).toBeGreaterThan(20)
    }
  })

  it('stays below what GitHub shows, and says what it left out', async () => {
    const page = await render('markdown', many(12_000))
    expect(Buffer.byteLength(page)).toBeLessThan(900 * 1024)
    expect(Buffer.byteLength(page)).toBeGreaterThan(800 * 1024)
    expect(page).toMatch(
      /^This page would be too large.*Left out: \d+ violations, 1 causes|violations, \d+ causes, \d+ rows/m,
    )
    expect(page).toContain('</details>')
    expect(await render('markdown', many())).not.toContain('too large')
  })

  it('cuts what a peer said when that is endless', async () => {
    const page = await render('markdown', hostile('\u{1f9e0}"'.repeat(100_000)))
    expect(Buffer.byteLength(page)).toBeLessThan(MiB / 2)
    expect(page).toContain('more characters)')
    expect(page).not.toMatch(/\p{Cs}/u)
  })

  it('of several runs is one page that begins with a list of them', async () => {
    const page = await renderSeveral('markdown', [
      ['monday.jsonl', failing()],
      [`${EVIL}.jsonl`, many(12_000)],
      ['last.jsonl', failing()],
    ])
    expect(Buffer.byteLength(page)).toBeLessThan(900 * 1024)
    expect(page).toMatch(/^\| run \| verdict \| exit code \|\n.*\n\| monday\.jsonl \| violated \| 1 \|\n/)
    expect(page).toContain('## masque check: violated, last.jsonl')
  })
})
