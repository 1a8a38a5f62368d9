/** What is wrong with a file is told with its line, its key, and what was probably meant. */
import {describe, expect, it} from 'vitest'
import {joinPath, positions} from '../../src/lib/config/positions.js'
import {ConfigError} from '../../src/lib/config/problem.js'
import {config} from './support.js'

function trouble(text: string): string {
  try {
    config(text)
  } catch (error) {
    if (error instanceof ConfigError)
      return error.next === undefined ? error.message : `${error.message} | ${error.next}`
    throw error
  }
  throw new Error('nothing is wrong with it')
}

describe('a file that is wrong', () => {
  it.each([
    ['[defaults]\ntimeuot = 3', "masque.toml:2: there is no setting 'timeuot' in [defaults] | did you mean 'timeout'?"],
    [
      '[defaults]\n\n# x\nbearer_file = "x"',
      "masque.toml:4: there is no setting 'bearer_file' in [defaults] | did you mean 'bearer-file'?",
    ],
    [
      '[defaults]\nqwertyuiop = 3',
      "masque.toml:2: there is no setting 'qwertyuiop' in [defaults] | masque init --stdout shows every setting",
    ],
    ['[default]\ntimeout = 3', "masque.toml:1: there is no setting 'default' at the top | did you mean 'defaults'?"],
    ['[probe.upd]\ntimeout = 3', "masque.toml:1: there is no setting 'upd' in [probe] | did you mean 'udp'?"],
    [
      '[serve.proxy]\ntimeout = 3',
      "masque.toml:2: there is no setting 'timeout' in [serve.proxy] | masque init --stdout shows every setting",
    ],
    ['[defaults]\ntimeout = "3"', 'masque.toml:2: defaults.timeout: a number is expected'],
    ['[defaults]\ninsecure = 1', 'masque.toml:2: defaults.insecure: a boolean is expected'],
    ['[defaults]\nformat = "xml"', 'masque.toml:2: defaults.format: one of table, json is expected'],
    ['[defaults]\ncacert = true', 'masque.toml:2: defaults.cacert: a string or a number is expected'],
    ['[profiles.office]\ntimeout = 3', 'masque.toml:1: profiles.office.proxy is missing'],
    ['[profiles.self]\nproxy = "x"', "masque.toml:1: profiles.self: 'self' already means the embedded proxy"],
    ['[profiles."a b"]\nproxy = "x"', 'masque.toml:1: profiles.a b: a profile name has letters, digits, - and _ only'],
    [
      '[defaults]\nuser = "me:secret"',
      'masque.toml:2: defaults.user: a secret does not belong in this file | write {env = "VARIABLE"} or {file = "FILE"}',
    ],
    [
      '[defaults]\nheader = ["x: y", "Authorization: Bearer abc"]',
      'masque.toml:2: defaults.header.1: a secret does not belong in this file: write {name = "…", env = "VARIABLE"} or {name = "…", file = "FILE"}',
    ],
    ['[defaults]\ntimeout = = 3', 'masque.toml:2: this is no TOML: invalid value'],
  ])('%j', (text, message) => {
    expect(trouble(text)).toBe(message)
  })

  it('never repeats a secret', () => {
    expect(trouble('[defaults]\nuser = "me:secret"')).not.toContain('me:secret')
    expect(trouble('[defaults]\nheader = "cookie: abc"')).not.toContain('abc')
  })

  it('is not read without end', () => {
    expect(trouble(`# ${'x'.repeat(300_000)}`)).toContain('more than 262144 characters')
  })
})

it('knows tables of commands, profiles, and values from elsewhere', () => {
  const file = config(`
[probe.udp]
timeout = 2
[profiles.office]
proxy = "proxy.example"
user = {env = "OFFICE_USER"}
header = [{name = "authorization", file = "token"}]
`)
  expect(file.command(['probe', 'udp'])).toEqual({timeout: 2})
  expect(file.command(['serve', 'proxy'])).toEqual({})
  expect(file.profiles.get('office')?.proxy).toBe('proxy.example')
})

it('finds the line of every key, however it is written', () => {
  const lines = positions(`# masque
defaults.timeout = 1
[profiles."a-b"] # here
proxy = """
timeout = 9
"""
report = [
  "json=a",
  "json=b",
]
'pin' = "x"

[probe]
udp = {timeout = 3}
`)
  const line = (...path: string[]) => lines.get(joinPath(path))
  expect(line('defaults', 'timeout')).toBe(2)
  expect(line('profiles', 'a-b')).toBe(3)
  expect(line('profiles', 'a-b', 'proxy')).toBe(4)
  expect(line('profiles', 'a-b', 'timeout')).toBeUndefined()
  expect(line('profiles', 'a-b', 'report')).toBe(7)
  expect(line('profiles', 'a-b', 'pin')).toBe(11)
  expect(line('probe', 'udp', 'timeout')).toBe(14)
})

it('finds the line of each of several tables', () => {
  const lines = positions('[[waiver]]\nid = "a"\n\n[[waiver]]\n  id = "b"\nhttp = 3\n[other]\nid = 1\n')
  const line = (...path: string[]) => lines.get(joinPath(path))
  expect(line('waiver', '0')).toBe(1)
  expect(line('waiver', '0', 'id')).toBe(2)
  expect(line('waiver', '1')).toBe(4)
  expect(line('waiver', '1', 'id')).toBe(5)
  expect(line('waiver', '1', 'http')).toBe(6)
  expect(line('waiver', '0', 'http')).toBeUndefined()
  expect(line('other', 'id')).toBe(8)
})
