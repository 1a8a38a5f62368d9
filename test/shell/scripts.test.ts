/** Scripts against the embedded proxy over real sockets, on every version of HTTP: what is typed works where it matters. */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, describe, expect, it} from 'vitest'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const scripts = new URL('scripts/', import.meta.url)
const state = mkdtempSync(join(tmpdir(), 'masque-scripts-'))
afterAll(() => {
  rmSync(state, {recursive: true})
})

const names = readdirSync(scripts).filter(name => name.endsWith('.masque'))
const versions = ['3', '2', '1.1']

describe.each(versions)('over HTTP/%s', http => {
  it.concurrent.for(names)('%s', async (name, {expect: check}) => {
    const args = ['replay', fileURLToPath(new URL(name, scripts)), 'self', '--http', http, '--no-record']
    const {exitCode, stdout} = await execa(bin, args, {reject: false, timeout: 25_000})
    check(stdout).not.toMatch(/VIOLATED|undecided:|failed:/)
    check(exitCode, stdout).toBe(0)
  })
})

it('what was recorded runs again, as it stands', async () => {
  const env = {XDG_STATE_HOME: state}
  const lines = 'open udp @target; send random:20; expect datagram within 10s len 20'
  const first = await execa(bin, ['shell', 'self', '--seed', '5', '-x', lines], {env, timeout: 25_000})
  const [directory = ''] = readdirSync(join(state, 'masque'))
  const recorded = join(state, 'masque', directory, 'session.masque')
  const again = await execa(bin, ['replay', recorded, 'self', '--seed', '5', '--no-record'], {timeout: 25_000})
  const typed = (text: string): string[] => text.split('\n').filter(line => !line.startsWith('#'))
  expect(typed(again.stdout)).toEqual(typed(first.stdout))
  expect(typed(readFileSync(recorded, 'utf8')).filter(Boolean)).toEqual(typed(first.stdout).filter(Boolean))
})

it('is interrupted as everything is: what was found so far is told', async () => {
  const running = execa(bin, ['shell', 'self', '--no-record', '-x', 'open udp @target; wait 60s'], {reject: false})
  for await (const line of running.iterable()) if (line === 'wait 60s') running.kill('SIGINT')
  const {exitCode, stdout} = await running
  expect(exitCode).toBe(130)
  expect(stdout).toContain('t1 response')
})
