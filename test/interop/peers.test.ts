/** The scripts under test/peers themselves: what they say when something is missing or wrong. */
import {X509Certificate, createPrivateKey} from 'node:crypto'
import {readFile, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {identityForAll} from './support/fixture.js'
import {peerNames} from './support/peer.js'
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

describe.each(peerNames)('%s', name => {
  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Running =>
    new Running(`test/peers/${name}/start`, args, {env})

  it('that is not installed is an error, and the message says how to mend it', async () => {
    const {cert, key} = made.identity
    const args = ['--listen', '127.0.0.1:9', '--cert', cert, '--key', key]
    const {code, stderr, stdout} = await start(args, {XDG_CACHE_HOME: empty}).ended
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`run test/peers/install ${name}`)
  })

  it('that is started with half of what it needs says what that is', async () => {
    const {code, stderr} = await start(['--listen', '127.0.0.1:9']).ended
    expect(code).toBe(2)
    expect(stderr).toContain('usage:')
  })

  it('whose server cannot start never says that it is ready', async () => {
    const args = ['--listen', '127.0.0.1:1', '--cert', '/nonexistent', '--key', '/nonexistent']
    const {code, stdout, stderr} = await start(args).ended
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('/nonexistent')
  })
})

it('a peer that nobody knows cannot be installed, and the message names those there are', async () => {
  const {code, stderr} = await new Running('test/peers/install', ['nosuch']).ended
  expect(code).toBe(1)
  const [, names] = /there is no peer called nosuch; there are: (.*)\n/.exec(stderr)!
  expect(names!.split(' ').sort()).toEqual([...peerNames].sort())
})

it('what contradicts the lock file is not asked for again, and no registry is blamed', async () => {
  const answer = 'echo asked; echo THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE >&2; false'
  const {code, stdout, stderr} = await new Running('test/peers/retry', ['sh', '-c', answer]).ended
  expect([code, stdout]).toEqual([1, 'asked\n'])
  expect(stderr).toContain('not what the lock file says')
})

describe('an installer', () => {
  // Folders of its own, so that nothing is there, and registries that nobody serves: nothing leaves this host.
  const nowhere = 'https://127.0.0.1:9'
  const env = (): Readonly<Record<string, string>> => ({
    XDG_CACHE_HOME: empty,
    GOMODCACHE: join(empty, 'go'),
    GOPROXY: nowhere,
    CARGO_HOME: join(empty, 'cargo'),
    // Its registry cannot be moved by a variable, but the way there can be closed.
    CARGO_NET_OFFLINE: 'true',
    PIP_INDEX_URL: nowhere,
    PIP_FIND_LINKS: '',
    PIP_RETRIES: '0',
    PEERS_PAUSES: '0',
  })

  it.each(peerNames)('of %s tells a registry that is away from a peer that does not build', async name => {
    const {code, stderr} = await new Running('test/peers/install', [name], {env: env()}).ended
    expect(code, stderr).toBe(75)
    expect(stderr).toContain(`${name}: its REGISTRY could not be reached`)
    expect(stderr).not.toContain('does NOT BUILD')
  })
})
