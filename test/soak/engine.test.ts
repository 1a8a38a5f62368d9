/** The addon by itself: endpoints and workers come and go, in every way they can, and under load. */
import {fileURLToPath} from 'node:url'
import {beforeAll, describe, expect, it} from 'vitest'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {courses} from './support/pair.js'
import {Peer} from './support/peer.js'
import {conclude} from './support/record.js'
import {scale, tolerance} from './support/scale.js'

const addon = fileURLToPath(new URL('../../native/masque-engine.node', import.meta.url))

let certificate: TestCertificate

beforeAll(async () => {
  certificate = await makeCertificate()
})

async function churn(what: 'endpoints' | 'workers', {steps, size}: {steps: number; size: number}) {
  await using peer = new Peer('churn')
  const {certificatesPem, keyPem} = certificate
  await peer.ask('begin', {addon, certificatesPem, keyPem})
  return await courses([peer], {steps, size}, () => peer.ask(what, {count: size}))
}

describe('a process with the engine', () => {
  it('keeps nothing of endpoints that are gone, however they went', async () => {
    const seen = await churn('endpoints', scale({steps: 12, size: 14}, {steps: 50, size: 105}))
    const allowed = tolerance(
      {heapBytes: 16_384, externalBytes: 32_768, rssBytes: 4 << 20},
      {heapBytes: 256, externalBytes: 256, rssBytes: 8192},
    )
    expect(conclude({name: 'endpoints', unit: 'endpoints', courses: seen, tolerance: allowed})).toEqual([])
  })

  it('keeps nothing of workers that loaded it, ended in the middle of traffic', async () => {
    const seen = await churn('workers', scale({steps: 6, size: 2}, {steps: 40, size: 6}))
    const allowed = tolerance(
      {heapBytes: 65_536, externalBytes: 131_072, rssBytes: 16 << 20},
      {heapBytes: 2048, externalBytes: 4096, rssBytes: 131_072},
    )
    expect(conclude({name: 'workers', unit: 'workers', courses: seen, tolerance: allowed})).toEqual([])
  })
})
