/** What `probe udp` says where the target is nobody of ours: it may answer, or not, and neither proves much. */
import {beforeAll, describe, expect, it} from 'vitest'
import {parsePayload} from '../../src/lib/payload/payload.js'
import {seeded} from '../../src/lib/spec/random.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import type {TestCertificate} from '../support/certificate.js'
import {echoTarget} from './echo-target.js'
import {proxyCertificate, World, type WorldOptions} from './world.js'

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

const world = (options?: WorldOptions): World => new World(identity, options)

describe('a target that knows nothing of us', () => {
  it('answers, and so carries both ways; the rest is said to be unknown', async () => {
    const here = world()
    here.proxy()
    echoTarget(here, bytes => bytes)
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('hex:c0ffee', seeded(1)),
    } as const
    const {short, facts} = await here.probe({aim})
    expect(short).toEqual({viability: 'carries-both-ways', blame: null, exit: 0})
    expect(facts.datagrams).toMatchObject({sent: 10, received: 10, lostUp: null})
    expect(facts.notKnown).toHaveLength(3)
    expect(facts.egress?.address).toBeNull()
  })

  it('is silent, and nobody is accused', async () => {
    const here = world()
    here.proxy()
    here.internet.host('203.0.113.7').udp({local: '203.0.113.7:53'}, {onPacket: () => undefined})
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('dns:example.com', seeded(1)),
    } as const
    const {short, answers, facts} = await here.probe({aim})
    expect(short).toEqual({viability: 'accepted', blame: 'unknown', exit: 3})
    expect(answers).toBe('yes yes unknown unknown')
    expect(facts.because).toContain('cannot be told which')
  })

  it('may say where it saw us', async () => {
    const here = world()
    here.proxy()
    echoTarget(here, stunAnswer)
    const aim = {
      kind: 'payload',
      target: parseTarget('203.0.113.7:53'),
      payload: parsePayload('stun', seeded(1)),
    } as const
    const {facts} = await here.probe({aim})
    expect(facts.egress?.address).toBe('192.0.2.99:4711')
    expect(facts.notKnown).toHaveLength(2)
  })
})

/** A Binding success response with XOR-MAPPED-ADDRESS 192.0.2.99:4711. */
function stunAnswer(question: Uint8Array): Uint8Array {
  const cookie = question.slice(4, 8)
  const port = 4711 ^ 0x2112
  const ip = [192, 0, 2, 99].map((octet, index) => octet ^ cookie[index]!)
  return Uint8Array.of(1, 1, 0, 12, ...question.slice(4, 20), 0, 0x20, 0, 8, 0, 1, port >> 8, port & 0xff, ...ip)
}
