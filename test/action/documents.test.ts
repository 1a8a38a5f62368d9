/** docs/ci.md tells of every input and output, and its examples are what the program takes. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {readWaivers} from '../../src/lib/config/waivers.js'
import {parseBaseline} from '../../src/lib/suite/settle/baseline-text.js'
import {action, root} from './steps.js'
import {readPlainYaml} from './plain-yaml.js'

const text = readFileSync(join(root, 'docs/ci.md'), 'utf8')
const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, body]) => [language, body] as const)

/** What stands in the first column of its tables, in code. */
function firstColumn(): readonly string[] {
  return text.split('\n').flatMap(line => {
    const [, cell = ''] = line.startsWith('|') ? line.split('|') : []
    return [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!)
  })
}

describe('docs/ci.md', () => {
  it('names every input and output, with its default', () => {
    expect(firstColumn()).toEqual(
      expect.arrayContaining([...Object.keys(action.inputs), ...Object.keys(action.outputs)]),
    )
    for (const [, name, value] of text.matchAll(/`([\w-]+)` \(`([^`]+)`\)/g)) {
      expect([name, action.inputs[name!]?.default]).toEqual([name, value])
    }
  })

  it('shows waivers and a baseline that can be read', () => {
    const waivers = blocks.filter(([language]) => language === 'toml').map(([, body]) => readWaivers('x', body!))
    expect(waivers.flat()).toHaveLength(1)
    const baselines = blocks.filter(([language]) => language === '').map(([, body]) => parseBaseline(body!))
    expect(baselines.map(({lines, problems}) => [lines.length, problems])).toEqual([[3, []]])
  })

  it('uses inputs that exist', () => {
    const [example = ''] = blocks.filter(([, body]) => body!.includes('uses: OWNER/masque')).map(([, body]) => body!)
    const used = [.../with:\n((?: {10}.*\n)+)/.exec(example)![1]!.matchAll(/^ {10}([\w-]+):/gm)].map(
      ([, name]) => name!,
    )
    expect(used.length).toBeGreaterThan(3)
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(used))
  })
})

describe('the reader of action.yml', () => {
  it('reads mappings, lists and quotes', () => {
    const yaml = "a: 'it''s' # x\n# y\nb:\n  - id: one\n    c: \"d: e\" # f\n  - id: two\n"
    expect(readPlainYaml(yaml)).toEqual({a: "it's", b: [{id: 'one', c: 'd: e'}, {id: 'two'}]})
  })

  it.each(['a: |\n  b', 'a: [b]', 'a: b: c', 'a: &x b', 'a:\n', '- a\nb: c', 'a: b\n  c: d'])('refuses %j', yaml => {
    expect(() => readPlainYaml(yaml)).toThrow()
  })
})
