/** Shell completion as it is installed: the scripts made and sourced, and a real bash asked. */
import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'masque-completion-'))
const masque = join(home, 'masque')
symlinkSync(fileURLToPath(new URL('../bin/run.js', import.meta.url)), masque)
const env = {PATH: `${home}:${process.env['PATH'] ?? ''}`, HOME: home, SHELL: '/bin/bash'}
afterAll(() => {
  rmSync(home, {recursive: true})
})

beforeAll(async () => {
  await execa(masque, ['autocomplete', 'bash'], {env, extendEnv: false})
  await execa('bash', ['-c', 'masque autocomplete script bash >> ~/.bashrc'], {env, extendEnv: false})
}, 60_000)

/** What Tab offers behind these words, the last one begun. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const script = `
    . ~/.bashrc
    complete -p masque > /dev/null || exit 1
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _masque_autocomplete
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const {stdout} = await execa('bash', ['--norc', '-c', script, 'bash', ...words], {env, extendEnv: false})
  return [...new Set(stdout.split('\n').filter(line => line !== ''))]
}

it('completes commands', async () => {
  expect(await offered('masque', '')).toEqual(
    expect.arrayContaining(['config', 'doctor', 'init', 'probe', 'schema', 'serve']),
  )
  expect(await offered('masque', 'doc')).toEqual(['doctor'])
  expect(await offered('masque', 'probe', '')).toContain('udp')
})

it('completes flags', async () => {
  expect(await offered('masque', 'probe', 'udp', '--data')).toEqual(['--datagrams'])
  expect(await offered('masque', 'doctor', '--ti')).toEqual(['--timeout'])
  expect(await offered('masque', 'probe', 'udp', '--no-such')).toEqual([])
})

it('is what the doctor looks for', async () => {
  const {stdout} = await execa(masque, ['doctor', '--json'], {env, extendEnv: false, reject: false})
  const {checks} = JSON.parse(stdout) as {checks: {id: string; outcome: string}[]}
  expect(checks.find(({id}) => id === 'completion')?.outcome).toBe('ok')
})
