/** Where the addon comes from, and what is said when none can be had. Through the program, as a user meets it. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {loadBinding, packageVersion} from '../../src/lib/native/binding.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('the addon', () => {
  it('has the version of the package and of its crates', async () => {
    const manifest = await readFile(join(root, 'native/Cargo.toml'), 'utf8')
    const workspace = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(manifest)?.[1]
    expect(workspace).toBe(packageVersion())
    expect(loadBinding().version()).toBe(packageVersion())
  })

  it('says truly what it is made of', async () => {
    const locked = await readFile(join(root, 'native/Cargo.lock'), 'utf8')
    for (const [, name = '', version = ''] of loadBinding().description().matchAll(/(quinn-proto|rustls) ([\d.]+)/g)) {
      expect(locked).toContain(`name = "${name}"\nversion = "${version}.`)
    }
    expect(loadBinding().description()).toMatch(/^quinn-proto [\d.]+, rustls [\d.]+ on aws-lc-rs$/)
  })
})

describe('an addon that cannot be had', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'masque-loader-'))
  })
  afterAll(() => rm(folder, {recursive: true}))

  async function failure(path: string, ...flags: string[]) {
    const words = [join(root, 'bin/run.js'), 'probe', 'udp', 'self', ...flags]
    const options = {reject: false, env: {MASQUE_NATIVE_PATH: path}} as const
    const {exitCode, stdout, stderr} = await execa(process.execPath, words, options)
    return {exitCode, stdout, stderr}
  }

  interface Told {
    readonly error: {readonly code: string; readonly message: string; readonly next: string; readonly exitCode: number}
  }

  async function told(path: string): Promise<Told['error']> {
    const {exitCode, stdout} = await failure(path, '--json')
    expect(exitCode).toBe(70)
    const {error} = JSON.parse(stdout) as Told
    expect(error).toMatchObject({code: 'no-engine', exitCode: 70})
    expect(error.next).toContain('npm run build:native')
    expect(error.message).toContain(`Tried: ${path} (`)
    return error
  }

  it('because it is not there', async () => {
    expect((await told(join(folder, 'nothing.node'))).message).toContain('(not there)')
  })

  it('because it is no addon: the first real error is told', async () => {
    const path = join(folder, 'text.node')
    await writeFile(path, 'this is a text and no addon\n'.repeat(100))
    expect((await told(path)).message).toMatch(/does not load: .*invalid ELF header/)
  })

  it('because it is of another version: both are told', async () => {
    const path = join(folder, 'other.cjs')
    await writeFile(path, "exports.version = () => '9.8.7'\n")
    expect((await told(path)).message).toContain(`of version 9.8.7, but masque is ${packageVersion()}`)
  })

  it('without --json: two lines on stderr, and nothing on stdout', async () => {
    const {exitCode, stdout, stderr} = await failure(join(folder, 'nothing.node'))
    expect([exitCode, stdout]).toEqual([70, ''])
    expect(stderr.split('\n').map(line => line.split(' ')[0])).toEqual(['masque:', 'Try:'])
  })
})
