/** Every text that a judge may say is said in some table of facts: none is there that nobody has ever read. */
import {execa} from 'execa'
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-texts-'))
})
afterAll(() => rm(folder, {recursive: true}))

const read = async (name: string): Promise<string[]> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as string[]

it('every text of a judge is said by some test', {timeout: 120_000}, async () => {
  const config = ['--config', 'test/mutation/texts.vitest.config.mjs']
  await execa('npx', ['vitest', 'run', ...config], {env: {MASQUE_TEXTS: folder}, stdin: 'ignore'})
  const all = await read('all.json')
  const workers = (await readdir(folder)).filter(name => name.startsWith('said-'))
  const said = new Set((await Promise.all(workers.map(read))).flat())
  expect(all.length).toBeGreaterThan(1000)
  expect(all.filter(text => !said.has(text))).toEqual([])
})
