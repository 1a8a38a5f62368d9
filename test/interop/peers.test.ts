/** The scripts under test/peers themselves: what they say when something is missing or wrong. */
import {X509Certificate, createPrivateKey} from 'node:crypto'
import {readFile, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {identityForAll} from './support/fixture.js'
import {Running} from './support/running.js'

const made = identityForAll()
let empty: string

beforeAll(async () => {
  empty = await mkdtemp(join(tmpdir(), 'masque-no-peers-'))
})

afterAll(async () => {
  await rm(empty, {recursive: true})
})

it('the certificate is for localhost by all its names, and signed by the authority beside it', async () => {
  const [leaf, ca] = [
    new X509Certificate(await readFile(made.identity.cert)),
    new X509Certificate(await readFile(made.identity.ca)),
  ]
  expect(leaf.subject).toBe('CN=localhost')
  expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1')
  expect([leaf.ca, ca.ca, leaf.verify(ca.publicKey), leaf.checkIssued(ca)]).toEqual([false, true, true, true])
  expect(leaf.checkPrivateKey(createPrivateKey(await readFile(made.identity.key)))).toBe(true)
  expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
})

describe('a peer', () => {
  const start = (...args: readonly string[]): Running =>
    new Running('test/peers/masque-go/start', args, {env: {XDG_CACHE_HOME: empty}})

  it('that is not installed is an error, and the message says how to mend it', async () => {
    const running = start('--listen', '127.0.0.1:9', '--cert', made.identity.cert, '--key', made.identity.key)
    const {code, stderr, stdout} = await running.ended
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('run test/peers/install masque-go')
  })

  it('that is started with half of what it needs says what that is', async () => {
    const {code, stderr} = await start('--listen', '127.0.0.1:9').ended
    expect(code).toBe(2)
    expect(stderr).toContain('usage:')
  })

  it('that nobody knows cannot be installed, and the message names those there are', async () => {
    const {code, stderr} = await new Running('test/peers/install', ['nosuch']).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/there is no peer called nosuch; there are: .*masque-go/)
  })

  it('whose server cannot start never says that it is ready', async () => {
    const args = ['--listen', '127.0.0.1:1', '--cert', '/nonexistent', '--key', '/nonexistent']
    const {code, stdout, stderr} = await new Running('test/peers/masque-go/start', args).ended
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('/nonexistent')
  })
})
