import {beforeAll, describe} from 'vitest'
import {HTTP3_CODES} from '../../src/lib/http/abort-codes.js'
import {dialH3} from '../../src/lib/http/h3/dial.js'
import {H3Listener} from '../../src/lib/http/h3/server.js'
import {ourSettings} from '../../src/lib/http/h3/settings.js'
import {memoryPair, type MemoryOptions} from '../../src/lib/http/memory.js'
import {tapTransport} from '../../src/lib/http/tap.js'
import type {Transport} from '../../src/lib/http/transport.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import type {QuicBinding} from '../../src/lib/native/surface.js'
import {systemClock, type Clock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {http3Name} from '../../src/lib/wire/error-codes.js'
import * as frame from '../../src/lib/wire/h3-frame.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {fakeBinding} from '../support/fake-quic/endpoint.js'
import {FakeNetwork, type FakeNetworkOptions} from '../support/fake-quic/network.js'
import {until} from '../support/until.js'
import {virtual} from '../support/virtual.js'
import {transportContract, type VersionFacts} from '../transport.contract.js'

const frameData = (bytes: Uint8Array): Uint8Array => frame.write(frame.DATA, bytes)

const HTTP3: VersionFacts = {carrier: 'frame', success: 200, told: {codes: HTTP3_CODES, nameOf: http3Name}}

interface Identity {
  readonly certificatesPem: string
  readonly keyPem: string
  readonly caPem: string
}

async function connectH3(binding: QuicBinding, clock: Clock, identity: Identity) {
  const settings = ourSettings(seeded(3))
  const listener = new H3Listener({binding, clock, local: '127.0.0.1:0', settings, ...identity})
  const trust = {trust: 'roots', rootsPem: identity.caPem} as const
  const dialed = await dialH3(
    {binding, clock, remote: listener.address, serverName: 'localhost', trust, settings},
    {},
    new AbortController().signal,
  )
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
  return {transport: dialed.transport as Transport, listener}
}

describe('h3 on the native engine', () => {
  let certificate: TestCertificate
  beforeAll(async () => {
    certificate = await makeCertificate()
  })
  transportContract(() => ({
    connect: () => connectH3(loadBinding(), systemClock, certificate),
    run: work => work,
    until,
    version: HTTP3,
    frameData,
  }))
})

const wires: [string, FakeNetworkOptions & MemoryOptions & {lossy?: boolean; scale?: number}][] = [
  ['a perfect wire', {}],
  ['a slow wire', {delayMs: 150, jitterMs: 1}],
  [
    'a wire that loses, doubles and reorders',
    {delayMs: 5, jitterMs: 4, loss: 0.3, duplication: 0.1, reordering: 0.1, lossy: true},
  ],
  ['one octet at a time', {delayMs: 1, chunkBytes: 1, scale: 0.01}],
  ['odd pieces', {delayMs: 1, chunkBytes: 1499}],
]

describe.each(wires)('h3 on the fake engine over %s', (_, wire) => {
  const identity = {certificatesPem: 'the certificate', keyPem: 'the key', caPem: 'a root of the certificate'}
  const clock = new VirtualClock()
  const binding = fakeBinding(new FakeNetwork(clock, seeded(5), wire))
  const {run, until: untilVirtual} = virtual(clock)
  transportContract(() => ({
    connect: () => clock.run(connectH3(binding, clock, identity)),
    run,
    until: untilVirtual,
    version: HTTP3,
    frameData,
    ...(wire.lossy && {lossy: true}),
    ...(wire.scale && {scale: wire.scale}),
  }))
})

describe.each(wires)('memory over %s', (_, wire) => {
  const clock = new VirtualClock()
  const {run, until: untilVirtual} = virtual(clock)
  transportContract(() => ({
    connect: () => Promise.resolve(memoryPair(clock, seeded(5), wire)),
    run,
    until: untilVirtual,
    version: HTTP3,
    ...(wire.lossy && {lossy: true}),
    ...(wire.scale && {scale: wire.scale}),
  }))
})

describe('memory, tapped: who watches changes nothing', () => {
  const clock = new VirtualClock()
  const {run, until: untilVirtual} = virtual(clock)
  transportContract(() => ({
    connect: () => {
      const {transport, listener} = memoryPair(clock, seeded(5), {delayMs: 1})
      return Promise.resolve({transport: tapTransport(transport, clock, () => undefined), listener})
    },
    run,
    until: untilVirtual,
    version: HTTP3,
  }))
})
