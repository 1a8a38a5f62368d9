/** What all tests of a file share: one certificate, and one peer that serves it. */
import {afterAll, beforeAll} from 'vitest'
import {makeIdentity, type Identity} from './identity.js'
import {startPeer, type Peer} from './peer.js'

export interface Fixture {
  /** Both are there once tests run. */
  readonly identity: Identity
  readonly peer: Peer
}

export function identityForAll(): Pick<Fixture, 'identity'> {
  const fixture: {identity?: Identity} = {}
  beforeAll(async () => {
    fixture.identity = await makeIdentity()
  })
  // Also when nothing else came up: hooks that failed are followed by these.
  afterAll(async () => {
    await fixture.identity?.[Symbol.asyncDispose]()
  })
  return fixture as Pick<Fixture, 'identity'>
}

export function peerForAll(name: string, env: Readonly<Record<string, string>> = {}): Fixture {
  const fixture = identityForAll() as {readonly identity: Identity; peer?: Peer}
  beforeAll(async () => {
    fixture.peer = await startPeer(name, fixture.identity, env)
  })
  afterAll(async () => {
    await fixture.peer?.[Symbol.asyncDispose]()
  })
  return fixture as Fixture
}
