/** Files that decide on what will be found: what is wrong with them is told before anything is sent, with line and remedy. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {readDecision, type DecisionFlagValues} from '../../src/lib/cli/check-flags.js'
import {keepDecision, openDecision} from '../../src/lib/cli/decision/open-decision.js'
import {CliError} from '../../src/lib/cli/errors.js'
import {allRequirements} from '../../src/lib/spec/registry.js'
import {requirementSetIds, requirementSetNames} from '../../src/lib/spec/requirement-sets.js'
import {settle} from '../../src/lib/suite/settle/settle.js'
import {result, TODAY} from '../suite/settle/support.js'

const all = await allRequirements()
const ID = 'rfc9298/5/unknown-context'
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'masque-decision-'))
})
afterEach(() => {
  rmSync(folder, {recursive: true})
})

const NONE: DecisionFlagValues = {confirm: 2, 'update-baseline': false, 'fail-on': 'must'}
const open = (flags: Partial<DecisionFlagValues>) => openDecision(readDecision({...NONE, ...flags}), all)

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** What is said, without the folder. */
async function trouble(flags: Partial<DecisionFlagValues>): Promise<string> {
  try {
    await open(flags)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    expect(error.exitCode).toBe(2)
    return `${error.code}: ${error.message.replaceAll(`${folder}/`, '')} | ${error.next ?? ''}`
  }
  throw new Error('nothing is wrong with it')
}

const waiver = (more: string) => `[[waiver]]\nid = "${ID}"\nreason = "known"\nuntil = 2026-12-31\n${more}`

describe('waivers', () => {
  it('are read as they are written: dates and versions bare or in quotes', async () => {
    const text = `${waiver('http = 3')}\n${waiver('http = "1.1"').replace('2026-12-31', '"2027-01-31"')}`
    const {waivers} = await open({waivers: file('w.toml', text)})
    expect(waivers?.waivers).toEqual([
      {id: ID, http: '3', reason: 'known', until: '2026-12-31'},
      {id: ID, http: '1.1', reason: 'known', until: '2027-01-31'},
    ])
  })

  it.each([
    ['[[waiver]]\nid = = 3', 'w.toml:2: this is no TOML: invalid value | '],
    ['[[waivers]]\nid = "x"', "w.toml:1: 'waivers' is no waiver | did you mean 'waiver'?"],
    ['waiver = "x"', 'w.toml:1: waivers are entries that begin with [[waiver]] | each entry has'],
    [waiver('untill = 2026-12-31'), "w.toml:5: a waiver has no 'untill' | did you mean 'until'?"],
    [`[[waiver]]\nid = "${ID}"\nuntil = 2026-12-31`, 'w.toml:1: reason is missing | each entry has'],
    [
      `${waiver('')}\n[[waiver]]\nid = "${ID}"\nreason = " "`,
      'w.toml:8: reason: there is nothing in it | each entry has',
    ],
    [waiver('http = 4'), 'w.toml:5: http: 3, 2 or 1.1 is expected | each entry has'],
    [waiver('').replace('2026-12-31', '2026-12-31T00:00:00Z'), 'w.toml:4: until: write the last day it holds'],
    [waiver('').replace('2026-12-31', '"soon"'), 'w.toml:4: until: write the last day it holds, as in 2026-12-31 | '],
    [waiver('').replace('context', 'contxt'), `w.toml:1: there is no requirement 'rfc9298/5/unknown-contxt' | did you`],
    [waiver('').replace(ID, 'rfc9298/5'), "w.toml:1: 'rfc9298/5' is more than one requirement | one id each"],
    [`${waiver('')}${waiver('')}`, `w.toml:5: ${ID} is waived in line 1 already | one entry each`],
    [`${waiver('http = 3')}\n${waiver('')}`, `w.toml:6: ${ID} is waived in line 1 already | one entry each`],
  ])('%j', async (text, said) => {
    expect(await trouble({waivers: file('w.toml', text)})).toMatch(`bad-waivers: ${said}`)
  })

  it('must be there if they are named', async () => {
    expect(await trouble({waivers: join(folder, 'none.toml')})).toMatch(/^ENOENT: --waivers none.toml: /)
    expect((await open({})).waivers).toBeUndefined()
  })
})

describe('a baseline', () => {
  it.each([
    [`${ID} 3`, `k:1: '${ID} 3' is not an id, a version of HTTP and a label | write ID HTTP LABEL`],
    [
      '\nrfc9298/5/unknown-contxt 3 fail',
      `k:2: there is no requirement 'rfc9298/5/unknown-contxt' | did you mean ${ID}?`,
    ],
    ['unknown-context 3 fail', `k:1: there is no requirement 'unknown-context' | did you mean ${ID}?`],
    ['rfc9298 3 fail', "k:1: 'rfc9298' is more than one requirement | one id each"],
    [`${ID} 3 fail\n${ID} 3 fail`, `k:2: ${ID} 3 is listed in line 1 already | take one of the two out`],
  ])('%j', async (text, said) => {
    expect(await trouble({baseline: file('k', text)})).toMatch(`bad-baseline: ${said}`)
  })

  it('lists no version that a requirement cannot be seen over', async () => {
    const one = all.find(({over}) => over.length === 1 && over[0] === '1.1')!
    const said = `bad-baseline: k:1: ${one.id} cannot be seen over HTTP/3 | it can over HTTP/1.1`
    expect(await trouble({baseline: file('k', `${one.id} 3 fail\n`)})).toBe(said)
  })

  it('lists nothing that is waived', async () => {
    const flags = {baseline: file('k', `${ID} 3 fail\n`), waivers: file('w.toml', waiver(''))}
    expect(await trouble(flags)).toBe(
      `bad-baseline: k:1: ${ID} 3 is waived as well | take it out here, or take the waiver out`,
    )
    expect((await open({...flags, 'update-baseline': true})).baseline?.lines).toEqual([])
  })

  it('must be there, unless it is to be made', async () => {
    const baseline = join(folder, 'k')
    expect(await trouble({baseline})).toMatch(/^ENOENT: --baseline k: .* \| --update-baseline makes it/)
    const decision = await open({baseline, 'update-baseline': true})
    const settled = settle([result(ID, 'fail')], decision, TODAY)
    expect(settled.exitCode).toBe(0)
    expect(await keepDecision(decision, settled)).toBe(true)
    expect(readFileSync(baseline, 'utf8')).toMatch(`\n${ID} 3 fail\n`)
    expect(readdirSync(folder)).toEqual(['k'])
    const again = settle([result(ID, 'fail')], await open({baseline}), TODAY)
    expect(again).toMatchObject({exitCode: 0, newLines: undefined, facts: {baseline: {known: 1}}})
    expect(await keepDecision(decision, again)).toBe(false)
  })

  it('that cannot be written says where, and leaves nothing behind', async () => {
    const baseline = join(folder, 'none', 'k')
    const decision = await open({baseline, 'update-baseline': true})
    const settled = settle([result(ID, 'fail')], decision, TODAY)
    await expect(keepDecision(decision, settled)).rejects.toThrow(/cannot write to .*none\/k/)
  })

  it('to be updated loses lines that nothing stands for, and keeps its comments', async () => {
    const baseline = file('k', `# ours\n\nrfc9298/5/gone 3 fail\n# issue 12\n${ID} 3 fail\n`)
    const decision = await open({baseline, 'update-baseline': true})
    await keepDecision(decision, settle([result(ID, 'inconclusive')], decision, TODAY))
    expect(readFileSync(baseline, 'utf8')).toBe(`# ours\n\n# issue 12\n${ID} 3 fail\n`)
  })
})

describe('a set of requirements', () => {
  it('is known by name', async () => {
    expect(await trouble({requirements: '2025.9'})).toBe(
      `no-such-set: --requirements 2025.9: there is no such set | there is ${(await requirementSetNames()).join(', ')}`,
    )
    expect((await open({requirements: '2026.1'})).set).toMatchObject({name: '2026.1'})
  })

  it('holds requirements that exist and bind proxies, each once', async () => {
    for (const name of await requirementSetNames()) {
      const ids = [...((await requirementSetIds(name)) ?? [])]
      const counted = all.filter(({id}) => ids.includes(id))
      expect(counted.map(({id}) => id).sort()).toEqual(ids.sort())
      expect(counted.filter(({binds, over}) => binds === 'client' || over.length === 0)).toEqual([])
      expect(ids.length).toBeGreaterThan(50)
    }
  })

  it('is none by a name that leads elsewhere', async () => {
    expect(await requirementSetIds('../index')).toBeUndefined()
  })

  it('goes with the installed program', async () => {
    const sets = new URL('../../dist/lib/requirements/sets/', import.meta.url)
    expect(readdirSync(sets).sort()).toEqual((await requirementSetNames()).map(name => `${name}.json`))
  })
})
