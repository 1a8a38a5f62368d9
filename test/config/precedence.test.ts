/** Who wins, who is displaced, and what a value becomes. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {layersFor, profilesOf} from '../../src/lib/config/layers.js'
import {decide} from '../../src/lib/config/precedence.js'
import {inputsOf} from '../../src/lib/config/setting.js'
import {showSettings} from '../../src/lib/config/show.js'
import {strayVariables} from '../../src/lib/config/variables.js'
import {COMMANDS, config, FLAGS, PROBE} from './support.js'

interface Said {
  readonly given?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly local?: string
  readonly user?: string
  readonly profile?: string
}

function decided({given = [], env = {}, local, user, profile}: Said): Record<string, unknown> {
  const files = [
    ...(local === undefined ? [] : [config(local)]),
    ...(user === undefined ? [] : [config(user, '~/config.toml', '/home')]),
  ]
  const chosen = profile === undefined ? undefined : profilesOf(files).get(profile)
  const settings = decide(FLAGS, new Set(given), layersFor(PROBE, files, chosen, env))
  return Object.fromEntries([...settings].map(([name, {values}]) => [name, values.length === 1 ? values[0] : values]))
}

describe('precedence', () => {
  const local = '[defaults]\ntimeout = 3\n[probe.udp]\ntimeout = 4\n[profiles.p]\nproxy = "x"\ntimeout = 6'
  const user = '[defaults]\ntimeout = 1\ncacert = "ca.pem"\n[probe.udp]\ntimeout = 2'

  it('is command line, environment, profile, then each file by command and defaults', () => {
    const everything = {env: {MASQUE_TIMEOUT: '7'}, local, user, profile: 'p'}
    expect(decided({...everything, given: ['timeout']})).toEqual({cacert: 'ca.pem'})
    expect(decided(everything)['timeout']).toBe('7')
    expect(decided({local, user, profile: 'p'})['timeout']).toBe(6)
    expect(decided({local, user})['timeout']).toBe(4)
    expect(decided({local: '[defaults]\ntimeout = 3', user})['timeout']).toBe(3)
    expect(decided({user})['timeout']).toBe(2)
    expect(decided({user: '[defaults]\ntimeout = 1'})['timeout']).toBe(1)
    expect(decided({})).toEqual({})
  })

  it('takes a profile from the stronger file as a whole', () => {
    const stronger = '[profiles.p]\nproxy = "near"'
    expect(decided({local: stronger, user: '[profiles.p]\nproxy = "far"\ntimeout = 9', profile: 'p'})).toEqual({})
  })

  it('takes an empty variable for none', () => {
    expect(decided({env: {MASQUE_TIMEOUT: ''}, local})['timeout']).toBe(4)
  })
})

describe('flags that answer the same question', () => {
  it.each<readonly [string, Said, Record<string, unknown>]>([
    ['--insecure over a pin', {given: ['insecure'], local: '[defaults]\npin = "x"'}, {}],
    ['--pin over insecure', {given: ['pin'], local: '[defaults]\ninsecure = true\ncacert = "y"'}, {}],
    [
      'a pin in a profile over cacert in the defaults',
      {local: '[defaults]\ncacert = "y"\n[profiles.p]\nproxy = "x"\npin = "z"', profile: 'p'},
      {pin: 'z'},
    ],
    ['-6 over ipv4', {given: ['ipv6'], local: '[defaults]\nipv4 = true'}, {}],
    ['--format over json', {given: ['format'], env: {MASQUE_JSON: '1'}}, {}],
    ['--bearer-file over user', {given: ['bearer-file'], env: {MASQUE_USER: 'a:b'}}, {}],
    [
      'a denial over nothing',
      {local: '[probe.udp]\ninsecure = false\n[defaults]\npin = "x"'},
      {insecure: false, pin: 'x'},
    ],
    [
      '--payload over a responder and its key',
      {
        given: ['payload', 'target'],
        local: '[profiles.p]\nproxy = "x"\nresponder = "r:1"\nresponder-key = "k"',
        profile: 'p',
      },
      {},
    ],
    [
      '--responder over a target and its payload',
      {given: ['responder'], local: '[profiles.p]\nproxy = "x"\ntarget = "t:53"\npayload = "dns:a"', profile: 'p'},
      {},
    ],
    [
      'a target beside its responder stays',
      {local: '[profiles.p]\nproxy = "x"\nresponder = "r:1"\ntarget = "t:1"', profile: 'p'},
      {responder: 'r:1', target: 't:1'},
    ],
  ])('%s', (_, said, expected) => {
    expect(decided(said)).toEqual(expected)
  })

  it('may not contradict one another in one place', () => {
    expect(() => decided({local: '[defaults]\nipv4 = true\nipv6 = true'})).toThrow(
      'masque.toml:2: ipv4 and ipv6 exclude each other',
    )
  })

  it('must have what they need', () => {
    expect(() => decided({local: '[defaults]\ncert = "x"'})).toThrow('masque.toml:2: cert needs key as well')
    expect(decided({local: '[defaults]\ncert = "x"', env: {MASQUE_KEY: 'k'}})).toEqual({cert: 'x', key: 'k'})
  })
})

describe('a value', () => {
  async function inputs(
    text: string,
    env: NodeJS.ProcessEnv = {},
    folder = '/project',
  ): Promise<Record<string, readonly string[]>> {
    const settings = decide(FLAGS, new Set(), layersFor(PROBE, [config(text, 'masque.toml', folder)], undefined, env))
    const entries = [...settings].map(async ([name, setting]) => [name, await inputsOf(setting, env)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }

  it('that is a path is relative to the file it stands in; one from the environment is not', async () => {
    expect(await inputs('[defaults]\ncacert = "ca.pem"\nreport = ["json=out.json", "jsonl=/abs"]')).toEqual({
      cacert: ['/project/ca.pem'],
      report: ['json=/project/out.json', 'jsonl=/abs'],
    })
    expect(await inputs('', {MASQUE_CACERT: 'ca.pem'})).toEqual({cacert: ['ca.pem']})
  })

  it('comes from a variable or a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'masque-config-'))
    try {
      writeFileSync(join(folder, 'token'), 'Bearer abc\nmore\n')
      const text = '[defaults]\nuser = {env = "WHO"}\nheader = ["a: b", {name = "authorization", file = "token"}]'
      expect(await inputs(text, {WHO: 'me:x'}, folder)).toEqual({
        user: ['me:x'],
        header: ['a: b', 'authorization: Bearer abc'],
      })
    } finally {
      rmSync(folder, {recursive: true})
    }
  })

  it('that is not to be had is told with its place', async () => {
    await expect(inputs('[defaults]\nuser = {env = "WHO"}')).rejects.toThrow(
      'masque.toml:2: user: the environment variable WHO is not set',
    )
    await expect(inputs('[defaults]\nuser = {file = "none"}')).rejects.toThrow(/^masque.toml:2: user: ENOENT/)
  })

  it('from the environment is checked as well, several to a line each', async () => {
    expect(await inputs('', {MASQUE_HEADER: 'a: b\nc: d, e'})).toEqual({header: ['a: b', 'c: d, e']})
    await expect(inputs('', {MASQUE_FORMAT: 'xml'})).rejects.toThrow(
      "MASQUE_FORMAT: format: 'xml' is none of table, json",
    )
    await expect(inputs('', {MASQUE_INSECURE: 'maybe'})).rejects.toThrow(
      "MASQUE_INSECURE: 'maybe' is neither true nor false",
    )
  })
})

describe('what is shown', () => {
  const text = '[defaults]\ntimeout = 3\nuser = {env = "WHO"}\nheader = ["x-a: b", {name = "cookie", file = "c"}]'
  const shown = (env: NodeJS.ProcessEnv) => showSettings(COMMANDS, [config(text)], undefined, env)

  it('is every value with its origin', () => {
    const rows = shown({MASQUE_PIN: 'p'})
    const row = (name: string) => rows.find(({flag}) => flag === name)
    expect(row('timeout')).toMatchObject({
      value: '3',
      origin: {kind: 'file', file: 'masque.toml', line: 2, table: 'defaults'},
    })
    expect(row('pin')).toMatchObject({value: 'p', origin: {kind: 'environment', variable: 'MASQUE_PIN'}})
    expect(row('format')).toMatchObject({value: 'table', origin: {kind: 'default'}})
    expect(row('target')).toMatchObject({value: null, origin: null})
    expect(rows.map(({flag}) => flag).sort()).toEqual([...FLAGS.map(({name}) => name), 'listen'].sort())
  })

  it('holds no secrets', () => {
    const text = JSON.stringify(shown({MASQUE_USER: 'me:secret', MASQUE_HEADER: 'Authorization: Bearer abc'}))
    expect(text).not.toMatch(/me:secret|abc/)
    expect(JSON.stringify(shown({}))).toContain('(from $WHO)')
  })
})

it('knows variables that only look like ours', () => {
  const env = {
    MASQUE_TIMOUT: '1',
    MASQUE_TIMEOUT: '1',
    MASQUE_RESPONDER_KEY: 'x',
    MASQUE_AC_BASH_SETUP_PATH: '',
    MASQUE_ZZZZZZZZ: '',
  }
  expect(strayVariables(env, FLAGS)).toEqual([
    {name: 'MASQUE_TIMOUT', meant: 'MASQUE_TIMEOUT'},
    {name: 'MASQUE_ZZZZZZZZ', meant: undefined},
  ])
})
