/** Where the addon comes from, and what is said when none can be had. Through the program, as a user meets it. */
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {loadBinding, packageVersion} from '../../src/lib/native/binding.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const addonPath = join(root, 'native/masque-engine.node')

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

  async function made(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name)
    await writeFile(path, content)
    return path
  }

  async function failure(path: string, ...flags: string[]) {
    const words = [join(root, 'bin/run.js'), 'probe', 'udp', 'self', '--http', '3', ...flags]
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

  it('because it is empty, or a text', async () => {
    expect((await told(await made('empty.node', ''))).message).toContain('does not load: the file is empty. Tried:')
    const text = await made('text.node', 'this is a text and no addon\n'.repeat(100))
    expect((await told(text)).message).toContain('does not load: it is no native library (no ELF header). Tried:')
  })

  it('because it was cut short: told before the loader trips over it', async () => {
    const addon = await readFile(addonPath)
    for (const length of [16, 64, addon.length - 1]) {
      const {message} = await told(await made('short.node', addon.subarray(0, length)))
      expect(message).toContain(`does not load: the file is cut short: ${length} `)
    }
  })

  it('because it is for another system', async () => {
    const addon = await readFile(addonPath)
    const machine = addon.readUInt16LE(18)
    // x86-64 is 62, AArch64 183: the header says one or the other.
    addon.writeUInt16LE(machine === 62 ? 183 : 62, 18)
    const other = machine === 62 ? 'arm64' : 'x64'
    const {message} = await told(await made('machine.node', addon))
    expect(message).toContain(`it is built for ${other}, and this Node.js is ${process.arch}`)
    const macho = await made('macos.node', Buffer.from('cffaedfe07000001', 'hex'))
    expect((await told(macho)).message).toContain('it is built for macOS, and this is Linux')
  })

  it('because the system is too old: what is needed and what is there', async () => {
    const addon = await readFile(addonPath)
    const needed = newerGlibc(addon)
    const {message} = await told(await made('newer.node', addon))
    expect(message).toMatch(new RegExp(`does not load: it needs glibc ${needed}, and this system has 2\\.\\d+\\. Tried:`))
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

/**
 * Makes the addon ask for a C library that does not exist yet: the name of one version it needs is changed, and the
 * hash of that name in the table of needed versions (Elf64_Vernaux: hash, flags, index, name, next).
 */
function newerGlibc(addon: Buffer): string {
  const [, old = ''] = /GLIBC_(2\.\d\d)\0/.exec(addon.toString('latin1')) ?? []
  const [name, fresh] = [`GLIBC_${old}`, 'GLIBC_2.99']
  const hash = addon.indexOf(hashBytes(name))
  const text = addon.indexOf(`${name}\0`)
  if (old === '' || hash < 0 || text < 0) throw new Error('the addon needs no version of glibc that could be changed')
  addon.write(fresh, text, 'latin1')
  hashBytes(fresh).copy(addon, hash)
  return '2.99'
}

/** The hash of the System V ABI, little endian. */
function hashBytes(name: string): Buffer {
  let hash = 0
  for (const octet of Buffer.from(name, 'latin1')) {
    hash = (hash << 4) + octet
    const high = hash & 0xf0000000
    hash = (hash ^ (high >>> 24)) & ~high
  }
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(hash >>> 0)
  return bytes
}
