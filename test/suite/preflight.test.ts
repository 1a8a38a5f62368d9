/** What is learnt of a proxy before any requirement is looked at. */
import {describe, expect, it} from 'vitest'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {preflight, type Flight} from '../../src/lib/suite/preflight.js'
import {openConnection} from '../../src/lib/suite/rig/connection.js'
import {SuiteWorld, type WorldOptions} from '../requirements/support/world.js'

const NEVER = new AbortController().signal

async function fly(http: HttpVersion, options: WorldOptions): Promise<Flight> {
  const world = await SuiteWorld.open(options)
  const context = world.context(http)
  const connection = openConnection(context, 'shared', NEVER)
  connection.catch(() => undefined)
  const flight = await world.run(preflight(context, () => connection, NEVER))
  await world.run(Promise.resolve((await connection.catch(() => undefined))?.[Symbol.asyncDispose]()))
  await world.close()
  return flight
}

describe.each(['3', '2', '1.1'] as const)('over HTTP/%s', http => {
  it('patience is in proportion to one way there and back, and not to all that is asked', async () => {
    const {patienceMs} = await fly(http, {wire: {delayMs: 50}})
    expect(patienceMs).toBeGreaterThanOrEqual(1000)
    expect(patienceMs).toBeLessThan(1200)
    expect((await fly(http, {wire: {delayMs: 1}})).patienceMs).toBe(400)
  })

  it('who is there and carries, who refuses, and who is not there are told apart', async () => {
    expect((await fly(http, {})).preflight).toMatchObject({state: 'offered', udp: 'carries', ip: 'carries'})
    const refusing = await fly(http, {fault: {egress: {mayReach: () => false}}})
    expect(refusing.preflight).toMatchObject({state: 'offered', ip: 'carries'})
    expect(refusing.preflight.udp).not.toBe('carries')
    expect((await fly(http, {dead: true})).preflight).toMatchObject({state: 'unreachable', udp: 'unknown'})
  })
})
