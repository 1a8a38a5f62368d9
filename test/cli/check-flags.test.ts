/** Flags of check as plain values: what is chosen, and what decides. */
import {Parser} from '@oclif/core'
import {describe, expect, it} from 'vitest'
import {decisionFlags, readDecision, readSelection, selectionFlags} from '../../src/lib/cli/check-flags.js'
import {fromEnvironment} from '../../src/lib/config/setting.js'
import {allRequirements} from '../../src/lib/spec/registry.js'

const all = await allRequirements()

async function selection(...words: string[]) {
  const {flags} = await Parser.parse(words, {flags: selectionFlags})
  return readSelection(flags, all)
}

async function decision(...words: string[]) {
  const {flags} = await Parser.parse(words, {flags: decisionFlags})
  return readDecision(flags)
}

describe('the selection', () => {
  it('is everything safe by default', async () => {
    expect(await selection()).toEqual({
      only: [],
      skip: [],
      classes: ['safe'],
      needs: undefined,
      list: false,
      resume: undefined,
    })
  })

  it('takes documents, sections and ids, with commas or repeated', async () => {
    const words = ['--only', 'rfc9298/3.1,rfc9484', '--only', 'rfc9298/5/unknown-context', '--skip', 'rfc9484/4.7/']
    expect(await selection(...words)).toMatchObject({
      only: ['rfc9298/3.1', 'rfc9484', 'rfc9298/5/unknown-context'],
      skip: ['rfc9484/4.7'],
    })
  })

  it('takes classes and needs, once each', async () => {
    const words = ['--class', 'slow,safe', '--class', 'slow', '--needs', 'responder', '--list', '--resume', 'run.jsonl']
    expect(await selection(...words)).toMatchObject({
      classes: ['slow', 'safe'],
      needs: ['responder'],
      list: true,
      resume: 'run.jsonl',
    })
    expect((await selection('--needs', 'nothing')).needs).toEqual([])
  })

  it.each([
    ['rfc9928', "there is no requirement 'rfc9928', nor one below it", 'did you mean rfc9298?'],
    ['rfc9298/3.', "there is no requirement 'rfc9298/3.', nor one below it", 'did you mean rfc9298/3?'],
    ['rfc9298/5/unknown-contexts', 'nor one below it', 'did you mean rfc9298/5/unknown-context?'],
    ['unknown-context', 'nor one below it', 'did you mean rfc9298/5/unknown-context?'],
    ['qwertyuiop', 'nor one below it', 'masque requirements --ids lists them'],
    ['', 'nor one below it', 'masque requirements --ids lists them'],
  ])('has nothing for %j', async (id, message, next) => {
    for (const flag of ['--only', '--skip']) {
      const tried = selection(flag, id)
      await expect(tried).rejects.toThrow(message)
      await expect(tried).rejects.toMatchObject({code: 'no-such-requirement', exitCode: 2, next})
    }
  })

  it('has no class untestable, nor others that do not exist', async () => {
    await expect(selection('--class', 'untestable')).rejects.toThrow(/untestable/)
    await expect(selection('--needs', 'luck')).rejects.toThrow(/luck/)
  })
})

describe('the decision', () => {
  it('is strict about must, and about nothing else', async () => {
    expect(await decision()).toEqual({
      confirm: 2,
      failOn: 'must',
      flaky: undefined,
      waivers: undefined,
      baseline: undefined,
      updateBaseline: false,
      requirements: undefined,
    })
  })

  it('takes all of it', async () => {
    const words = '--confirm 0 --fail-on should --flaky fail --waivers w --baseline b --update-baseline'.split(' ')
    expect(await decision(...words, '--requirements', '2026.1')).toEqual({
      confirm: 0,
      failOn: 'should',
      flaky: 'fail',
      waivers: 'w',
      baseline: 'b',
      updateBaseline: true,
      requirements: '2026.1',
    })
  })

  it('updates no baseline that was not named', async () => {
    await expect(decision('--update-baseline')).rejects.toThrow(/baseline/)
  })
})

it('each has a variable, and lists may have commas there as well', () => {
  const flags = Object.entries({...selectionFlags, ...decisionFlags}).map(([name, flag]) => ({...flag, name}))
  for (const {name, env} of flags) expect(env).toBe(`MASQUE_${name.toUpperCase().replaceAll('-', '_')}`)
  const env = {MASQUE_ONLY: 'rfc9298,rfc9484\nrfc9297', MASQUE_CLASS: 'safe,slow', MASQUE_BASELINE: 'a,b'}
  const settings = fromEnvironment(flags, env)
  expect(settings.map(({flag, values}) => [flag.name, values])).toEqual([
    ['only', ['rfc9298', 'rfc9484', 'rfc9297']],
    ['class', ['safe', 'slow']],
    ['baseline', ['a,b']],
  ])
})
