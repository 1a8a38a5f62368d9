/** What --resume takes over of a saved run, and of which it takes nothing. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, expect, it} from 'vitest'
import {readLooked} from '../../src/lib/cli/resume.js'

const folder = mkdtempSync(join(tmpdir(), 'masque-resume-'))
afterAll(() => {
  rmSync(folder, {recursive: true})
})

const TEMPLATE = 'https://proxy.example/{target_host}/{target_port}/'
const ID = 'rfc9298/3.1/df-bit'

function saved(template: string, ...labels: readonly string[]): string {
  const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'linux-x64'}
  const startedAt = '2026-01-01T00:00:00.000Z'
  const event = {event: 'proxy', tMs: 1, template}
  const base = {id: ID, title: 't', level: 'must', outcome: 'pass', because: 'b', citation: 'c'}
  const lines = [
    {kind: 'run-begin', schema: 1, tool, command: 'check', seed: 1, startedAt},
    {number: 1, tNs: '1', kind: 'run', event},
    ...labels.map((label, index) => {
      const result = {...base, id: `${ID}${index}`, label, http: '3'}
      return {number: index + 2, tNs: '2', kind: 'looked', result, seen: {ttl: index}}
    }),
  ]
  const file = join(folder, 'run.jsonl')
  writeFileSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  return file
}

it('what was decided is taken over, and what was not is looked at again', async () => {
  const looked = await readLooked(saved(TEMPLATE, 'pass', 'inconclusive', 'error', 'fail'), TEMPLATE)
  expect([...looked.keys()]).toEqual([`${ID}0 3`, `${ID}3 3`])
  expect(looked.get(`${ID}3 3`)).toMatchObject({result: {label: 'fail'}, seen: {ttl: 3}})
})

it('what one proxy did is not told of another', async () => {
  const other = 'https://other.example/{target_host}/{target_port}/'
  await expect(readLooked(saved(other, 'pass'), TEMPLATE)).rejects.toThrow('this is another proxy')
  await expect(readLooked(saved(other, 'pass'), undefined)).rejects.toMatchObject({code: 'other-proxy'})
})

it('the embedded proxy is the same on another port', async () => {
  const self = 'https://127.0.0.1:39393/.well-known/masque/udp/{target_host}/{target_port}/'
  expect((await readLooked(saved(self, 'pass'), undefined)).size).toBe(1)
})
