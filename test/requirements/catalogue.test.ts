/** The catalogue is whole, honest in its counts, and written for people: every requirement, by its folder. */
import {readdirSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {describe, expect, it} from 'vitest'
import {coverageOf} from '../../src/lib/report/catalogue/list.js'
import {documentOf} from '../../src/lib/spec/document.js'
import {allRequirements, readFolders} from '../../src/lib/spec/registry.js'
import {folderOf, type Requirement} from '../../src/lib/spec/requirement.js'

interface Mapped {
  readonly id: string
  readonly level: string
  /** As the catalogue that the project began with has it: 47 spellings. */
  readonly said: string
}

const root = new URL('../../', import.meta.url)
const all = await readFolders()
const map = JSON.parse(await readFile(new URL('fixtures/catalogue-map.json', root), 'utf8')) as Record<string, Mapped>

/** Whoever breaks a rule, with what they wrote. */
function breakers(says: (one: Requirement) => boolean | string): string[] {
  return all.flatMap(one => {
    const said = says(one)
    return said === false ? [] : [`${one.id}${said === true ? '' : `: ${said}`}`]
  })
}

function texts({title, asks, why, sends, hint, pitfalls, counts, status}: Requirement): string[] {
  const reason = status?.kind === 'untestable' ? [status.reason] : []
  return [title, asks, why, sends, hint, ...pitfalls, ...Object.values(counts as Record<string, string>), ...reason]
}

describe('the catalogue', () => {
  it('has a folder for each of its rows, and no other', () => {
    const mapped = Object.values(map)
    expect(mapped).toHaveLength(523)
    expect(all.map(({id}) => id).sort()).toEqual(mapped.map(({id}) => id).sort())
    expect(new Set(mapped.map(({id}) => id)).size).toBe(523)
    expect(new Set(all.map(({id}) => folderOf(id))).size).toBe(523)
    const levels = new Map(mapped.map(({id, level}) => [id, level]))
    expect(breakers(({id, level}) => levels.get(id) !== level)).toEqual([])
  })

  it('finds each where its id says', async () => {
    for (const {id} of all) {
      const path = new URL(`src/lib/requirements/${folderOf(id)}/requirement.ts`, root)
      expect(await readFile(path, 'utf8')).toContain(`id: '${id}'`)
    }
  })

  it('is what the installed program reads, in the same order', async () => {
    const index = await readFile(new URL('dist/lib/requirements/index.json', root), 'utf8')
    expect(JSON.parse(index)).toEqual(JSON.parse(JSON.stringify(await allRequirements())))
  })

  it('knows the documents', () => {
    expect(breakers(({id}) => documentOf(id) === undefined)).toEqual([])
  })

  it('is in the order of documents and sections', () => {
    const sections = all.filter(({id}) => id.startsWith('rfc9298/')).map(({id}) => id.split('/')[1])
    expect(sections.indexOf('3.1')).toBeLessThan(sections.indexOf('6'))
    expect(sections.slice(1).every((section, index) => compare(sections[index]!, section!) <= 0)).toBe(true)
  })
})

function compare(left: string, right: string): number {
  return left.localeCompare(right, 'en', {numeric: true})
}

describe('each requirement', () => {
  it('can be failed, or warned of, only if its level says so', () => {
    const judged = breakers(({level, counts}) => {
      if (level === 'must') return false
      if (level === 'should') return counts.fail !== undefined
      return counts.fail !== undefined || counts.warn !== undefined
    })
    expect(judged.filter(id => !isUnjudged(id))).toEqual([])
  })

  it('says what leaves it undecided, if anything is decided at all', () => {
    expect(breakers(one => !isUnjudged(one.id) && one.counts.inconclusive === undefined)).toEqual([])
  })

  it('says why it cannot be tested, if it cannot', () => {
    const untestable = breakers(({runClass, status}) => (runClass === 'untestable') !== (status?.kind === 'untestable'))
    expect(untestable).toEqual([])
    expect(breakers(({status}) => status?.kind === 'untestable' && status.reason.length < 20)).toEqual([])
  })

  it('is a method exactly if it binds nobody', () => {
    const kinds = breakers(({binds, status}) => (binds === 'method') !== (status?.kind === 'method'))
    expect(kinds.filter(id => !isUntestable(id))).toEqual([])
  })

  it('is short enough to be read, and says something', () => {
    expect(breakers(({title}) => title.length > 100 || title.endsWith('.') || title.length < 12)).toEqual([])
    expect(
      breakers(({asks, why}) => asks.length > 400 || why.length > 400 || asks.length < 20 || why.length < 20),
    ).toEqual([])
    expect(breakers(({sends, hint}) => sends.length > 520 || hint.length > 300 || hint.length < 10)).toEqual([])
    expect(breakers(({asks, why}) => asks === why)).toEqual([])
  })

  it('is in our words: no section signs, no capitals of BCP 14, plain characters', () => {
    expect(
      breakers(one => texts(one).find(text => /§|\b(MUST|SHALL|SHOULD|RECOMMENDED)\b/.test(text)) ?? false),
    ).toEqual([])
    expect(
      breakers(one => texts(one).find(text => /[^\u0020-\u007e\u2013\u2265\u2264\u00d7]/.test(text)) ?? false),
    ).toEqual([])
    expect(breakers(({see}) => see.find(each => !/^(RFC \d+|draft-[a-z0-9-]+|[A-Z])/.test(each)) ?? false)).toEqual([])
  })
})

const statuses = new Map(all.map(({id, status}) => [id, status?.kind]))

function isUntestable(id: string): boolean {
  return statuses.get(id) === 'untestable'
}

describe('what is said elsewhere', () => {
  const ids = new Set(all.map(({id}) => id))

  it('names requirements that exist, where others say it all', () => {
    expect(breakers(({status}) => status?.kind === 'covered' && (status.by.find(id => !ids.has(id)) ?? false))).toEqual(
      [],
    )
  })

  const named = (text: string): string[] => text.match(/\b[a-z][a-z0-9-]*\/(?:\d[\d.]*|-)\/[a-z0-9.-]*[a-z0-9]/g) ?? []

  it('names requirements that exist, in their texts', () => {
    expect(
      breakers(
        one =>
          texts(one)
            .flatMap(named)
            .find(id => !ids.has(id)) ?? false,
      ),
    ).toEqual([])
  })

  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync(new URL('docs/', root)).map(name => `docs/${name}`),
  ].filter(name => name.endsWith('.md'))
  it.each(pages)('and in %s', async file => {
    const text = await readFile(new URL(file, root), 'utf8')
    expect(named(text).filter(id => documentOf(id) && !ids.has(id))).toEqual([])
  })

  it('by a form that every id has, of which there are some', async () => {
    expect([...ids].filter(id => named(`see ${id}.`)[0] !== id)).toEqual([])
    const texts = await Promise.all(pages.map(page => readFile(new URL(page, root), 'utf8')))
    expect(texts.flatMap(named).filter(id => ids.has(id))).not.toEqual([])
  })
})

function isUnjudged(id: string): boolean {
  return isUntestable(id) || statuses.get(id) === 'method'
}

describe('the count', () => {
  it('adds up, by level and by state', () => {
    const coverage = coverageOf(all)
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
    expect(sum(coverage.map(({requirements}) => requirements))).toBe(523)
    for (const {requirements, levels, states} of coverage) {
      expect([sum(Object.values(levels)), sum(Object.values(states))]).toEqual([requirements, requirements])
    }
  })
})
