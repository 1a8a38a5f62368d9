import {describe} from 'vitest'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {fakeBinding} from '../support/fake-quic/endpoint.js'
import {FakeNetwork, type FakeNetworkOptions} from '../support/fake-quic/network.js'
import {quicContract} from './contract.js'

const certificate = {certificatesPem: 'the certificate', keyPem: 'the key', caPem: 'a root of the certificate'}

describe.each<[string, FakeNetworkOptions]>([
  ['on a perfect wire', {delayMs: 1}],
  ['on a slow wire', {delayMs: 100, jitterMs: 20}],
  ['in small pieces', {delayMs: 1, chunkBytes: 997}],
])('the fake engine %s', (_, wire) => {
  const clock = new VirtualClock()
  const network = new FakeNetwork(clock, seeded(1), wire)
  quicContract(() => ({
    binding: fakeBinding(network),
    certificate,
    otherCaPem: 'another root',
    run: work => clock.run(work),
    async until(condition) {
      for (let step = 0; step < 60_000 && !condition(); step++) await clock.advance(1)
      if (!condition()) throw new Error('not within a minute of virtual time')
    },
  }))
})
