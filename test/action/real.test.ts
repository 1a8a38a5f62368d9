/** The same steps with the program itself: that its flags and reports are those which the action counts on. */
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, expect, it} from 'vitest'
import {root, runCheck, runDecide} from './steps.js'

interface Inputs {
  readonly readinessWords: (inputs: object, nowhere?: boolean) => readonly string[]
}
interface Proxy {
  readonly answeringVersions: (result: unknown) => readonly string[]
}

const executable = join(root, 'bin/run.js')
const {readinessWords} = (await import(new URL('../../action/inputs.mjs', import.meta.url).href)) as Inputs
const {answeringVersions} = (await import(new URL('../../action/proxy.mjs', import.meta.url).href)) as Proxy
const folder = mkdtempSync(join(tmpdir(), 'masque-action-'))
afterAll(() => {
  rmSync(folder, {recursive: true})
})

async function ask(inputs: object, nowhere = false): Promise<readonly string[]> {
  const {stdout} = await execa(executable, readinessWords(inputs, nowhere), {reject: false, cwd: folder})
  return answeringVersions(JSON.parse(stdout))
}

it('sees over which versions a proxy answers, and that nobody does', async () => {
  expect([...(await ask({proxy: 'self'}))].sort()).toEqual(['1.1', '2', '3'])
  expect(await ask({proxy: 'self', http: '2'}, true)).toEqual(['2'])
  expect(await ask({proxy: '127.0.0.1:1'})).toEqual([])
}, 60_000)

it('checks, counts and decides', async () => {
  const inputs = {
    executable,
    proxy: 'self',
    http: '2 1.1',
    only: 'rfc9298/3, rfc9297',
    skip: 'rfc9484',
    class: 'safe',
    requirements: '2026.1',
    confirm: '1',
    timeout: '5',
    deadline: '120',
    flaky: 'fail',
    'fail-on': 'should',
    formats: '',
  }
  const ran = await runCheck({folder, inputs}, {})
  expect(ran.outputs).toMatchObject({outcome: 'good', verdict: 'met', 'exit-code': '0', fail: '0'})
  expect(Number(ran.outputs['pass'])).toBeGreaterThan(0)
  const decided = await runDecide({folder, inputs}, ran)
  expect(decided.failed).toBe(false)
  expect(decided.summary).toContain('✅ masque check')
}, 120_000)
