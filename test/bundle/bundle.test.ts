/** What gets into a bundle and what does not, with a secret of every kind in the files given along. */
import {mkdtemp, mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createGunzip} from 'node:zlib'
import {createReadStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {unpackTar} from 'modern-tar/fs'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {contentsOf} from '../../src/lib/bundle/contents.js'
import {bundleRuns} from '../../src/lib/cli/bundle-runs.js'
import {Redactor} from '../../src/lib/redact/redactor.js'
import type {ResultDocument} from '../../src/lib/report/document.js'
import {ascii, hex} from '../support/bytes.js'
import {World} from '../probe/world.js'
import {makeCertificate} from '../support/certificate.js'

const SECRET = 'swordfish'
const IPS = {proxy: '10.77.66.1', client: '10.77.66.2', responder: '10.77.66.3'}
const KEY_LINE = `CLIENT_HANDSHAKE_TRAFFIC_SECRET ${'0a'.repeat(32)} ${'5ec2e7'.repeat(16)}`
const PEM = '-----BEGIN PRIVATE KEY-----\nc3dvcmRmaXNo\n-----END PRIVATE KEY-----\n'
const tool = {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const
const never = new AbortController().signal

let folder: string
let run: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'masque-bundle-test-'))
  run = join(folder, 'run.jsonl')
  const world = new World(await makeCertificate({addresses: [IPS.proxy]}), {ips: IPS})
  world.proxy({http: {success: () => ({status: 200, headers: [['set-cookie', `id=${SECRET}`]]})}})
  world.responder()
  const {document} = await world.probe({count: 1, reach: world.reach({trust: {trust: 'anything', rootsPem: ''}})})
  await writeFile(run, savedText(document))
  await mkdir(join(folder, 'more'))
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['keys.log', `# SSL\n${KEY_LINE}\n`],
    ['key.pem', PEM],
    ['proxy.log', `GET / 10.77.66.9\nCookie: id=${SECRET}\nAuthorization: Basic ${SECRET}\nall good\n`],
    ['1.sqlog', `\u001e{"trace":{}}\n\u001e{"data":{"headers":[{"name":"cookie","value":"${SECRET}"}]}}\n\u001e{"cut`],
    ['run.pcapng', capture()],
    ['core', hex('7f454c46 00010203')],
  ]
  for (const [name, content] of files) await writeFile(join(folder, 'more', name), content)
})
afterEach(async () => {
  await rm(folder, {recursive: true})
})

function savedText(document: ResultDocument): string {
  const {startedAt} = document
  const begin = {kind: 'run-begin', schema: 1, tool, command: 'probe udp', seed: 3, startedAt}
  return `${JSON.stringify(begin)}\n${JSON.stringify({number: 1, tNs: '1', kind: 'document', document})}\n`
}

/** Section header, the key log in a Decryption Secrets Block, a packet. */
function capture(): Uint8Array {
  const section = hex('0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffffffffffff 1c000000')
  const secret = ascii(KEY_LINE.padEnd(Math.ceil(KEY_LINE.length / 4) * 4))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(secret.length + 12)
  const packet = hex('06000000 10000000 0a4d4201 10000000')
  return Buffer.concat([section, hex('0a000000'), length, secret, length, packet])
}

async function pack(more: {includeSecrets?: boolean; redactor?: Redactor} = {}) {
  const bundle = join(folder, 'bundle.tar.gz')
  const {includeSecrets = false, redactor} = more
  const files = [join(folder, 'more')]
  const bundled = await bundleRuns({bundle, files: [run], with: files, includeSecrets, redactor, tool, signal: never})
  const out = join(folder, 'out')
  await pipeline(createReadStream(bundle), createGunzip(), unpackTar(out))
  const names = (await readdir(join(out, 'masque-bundle'))).sort()
  const texts = await Promise.all(names.map(name => readFile(join(out, 'masque-bundle', name), 'latin1')))
  return {...bundled, names, all: texts.join('\n'), text: (name: string) => texts[names.indexOf(name)] ?? ''}
}

const BASICS = ['README.md', 'environment.json', 'report.txt', 'result.json', 'run.jsonl']

it('has everything but secrets', async () => {
  const {names, all, left, text} = await pack()
  expect(names).toEqual([...BASICS, 'pcapng-6.pcapng', 'qlog-1.sqlog', 'text-5.log'].sort())
  expect(left.map(({file}) => file.replace(/.*\//, ''))).toEqual(['core', 'key.pem', 'keys.log'])
  for (const secret of [SECRET, '5ec2e7', 'c3dvcmRmaXNo', 'PRIVATE KEY']) expect(all).not.toContain(secret)
  expect(text('text-5.log')).toContain('GET / 10.77.66.9\nCookie: [redacted]')
  expect(text('report.txt')).toContain('Carries both ways.')
  expect(JSON.parse(text('result.json'))).toMatchObject({verdict: 'met', proxy: {addresses: ['10.77.66.1']}})
  expect(text('README.md')).toContain('keys.log: it holds keys; --include-secrets packs it')
  expect(text('qlog-1.sqlog').split('\u001e')).toHaveLength(3)
})

it('has no addresses either with --redact, and one placeholder for one of them in all files', async () => {
  const {names, all, text} = await pack({redactor: new Redactor({addresses: true})})
  expect(names).toEqual([...BASICS, 'qlog-1.sqlog', 'text-5.log'].sort())
  expect(all).not.toMatch(/10\.77\.66|swordfish|5ec2e7|keys\.log/)
  const {proxy} = JSON.parse(text('result.json')) as ResultDocument
  expect(text('report.txt')).toContain(`HTTP/3  ${proxy.addresses[0] ?? '?'}:443`)
  expect(text('run.jsonl')).toContain(`"addresses":["${proxy.addresses[0] ?? '?'}"]`)
})

it('has secrets when they are asked for, and says so', async () => {
  const {names, all, left, text} = await pack({includeSecrets: true})
  expect(names).toHaveLength(BASICS.length + 6)
  expect(left).toEqual([])
  for (const secret of [SECRET, KEY_LINE, PEM]) expect(all).toContain(secret)
  expect(text('README.md')).toContain('**Secrets are inside**')
})

it('does not overwrite what it packs, and leaves nothing half done', async () => {
  const options = {files: [run], with: [], includeSecrets: false, redactor: undefined, tool, signal: never}
  await expect(bundleRuns({...options, bundle: run})).rejects.toMatchObject({code: 'bundle-clash', exitCode: 2})
  const nowhere = join(folder, 'nowhere', 'b.tar.gz')
  await expect(bundleRuns({...options, bundle: nowhere})).rejects.toMatchObject({code: 'ENOENT', exitCode: 70})
  const broken = join(folder, 'broken.pcapng')
  await writeFile(broken, hex('0a0d0d0a 1c000000 00000000'))
  const bundle = join(folder, 'b.tar.gz')
  await expect(bundleRuns({...options, bundle, with: [broken]})).rejects.toMatchObject({code: 'bad-capture'})
  expect(await readdir(folder)).not.toContain('b.tar.gz')
})

describe('what a file is', () => {
  it.each([
    ['pcapng', hex('0a0d0d0a 00')],
    ['pcap', hex('d4c3b2a1 00')],
    ['pcap', hex('a1b23c4d 00')],
    ['qlog', ascii('\u001e{}')],
    ['run', ascii('{"kind":"run-begin"}')],
    ['secret', ascii(`# a comment\n${KEY_LINE}`)],
    ['secret', ascii('-----BEGIN EC PRIVATE KEY-----')],
    ['text', ascii('CLIENT said hello')],
    ['text', Buffer.from('grüße').subarray(0, 3)],
    ['unknown', hex('ff fe fd fc fb 20 20 20')],
    ['unknown', hex('50 4b 03 04 00')],
    ['text', ascii('')],
  ] as const)('%s', (contents, head) => {
    expect(contentsOf(head)).toBe(contents)
  })
})
