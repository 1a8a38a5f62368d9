/** The control of a run: what it shares, and what becomes of what it opened. */
import {expect, it} from 'vitest'
import {Canary} from '../../src/lib/suite/canary.js'
import {PROXY, SuiteWorld} from '../requirements/support/world.js'

const NEVER = new AbortController().signal

it('replaces a connection that has ended, and keeps nothing of the old one open', async () => {
  const world = await SuiteWorld.open()
  const canary = new Canary(world.context('3'), 'udp')
  const first = await world.run(canary.connection(NEVER))
  expect(await world.run(canary.connection(NEVER))).toBe(first)
  world.network.endpoints.get(`${PROXY[4]}:443`)?.close(1, 0x100n, new Uint8Array(0))
  expect(await world.run(first.ended(1000, NEVER))).toMatchObject({by: 'peer'})
  expect(await world.run(canary.connection(NEVER))).not.toBe(first)
  expect(await world.run(canary.check(NEVER))).toEqual({state: 'alive'})
  await world.run(canary[Symbol.asyncDispose]())
  await world.close()
})
