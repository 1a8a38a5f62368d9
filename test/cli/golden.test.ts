/**
 * Golden folders: `cmd` is a line for the shell, the others are what must come of it. They read as documentation;
 * `npx vitest run --project unit test/cli -u` writes them anew, and the diff is the review.
 */
import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, describe, it} from 'vitest'
import {normalise} from './normalise.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const cases = readdirSync(here, {withFileTypes: true}).filter(entry => entry.isDirectory())
// `masque` on the PATH, nothing of the developer's own settings, and a directory to write to.
const bin = mkdtempSync(join(tmpdir(), 'masque-golden-'))
symlinkSync(fileURLToPath(new URL('../../bin/run.js', import.meta.url)), join(bin, 'masque'))
afterAll(() => {
  rmSync(bin, {recursive: true})
})

describe('golden', () => {
  it.concurrent.for(cases.map(({name}) => name))('%s', async (name, {expect}) => {
    const folder = join(here, name)
    const command = readFileSync(join(folder, 'cmd'), 'utf8')
    const env = {PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: bin, LANG: 'C.UTF-8'}
    // A group of its own: what a case leaves running when it hangs goes with it.
    const shell = execa('sh', ['-c', command], {
      detached: true,
      cwd: mkdtempSync(join(bin, 'case-')),
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
      timeout: 20_000,
    })
    const result = await shell
    if (result.timedOut && shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL')
    await expect(normalise(result.stdout)).toMatchFileSnapshot(join(folder, 'stdout'))
    await expect(normalise(result.stderr)).toMatchFileSnapshot(join(folder, 'stderr'))
    await expect(`${result.exitCode ?? `signal ${result.signal ?? '?'}`}\n`).toMatchFileSnapshot(join(folder, 'exit'))
  })
})
