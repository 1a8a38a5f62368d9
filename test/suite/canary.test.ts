/** The control of a run: what it shares, and what becomes of what it opened. */
import {expect, it} from 'vitest'
import type {Evidence} from '../../src/lib/evidence/event.js'
import unknownContext from '../../src/lib/requirements/rfc9298/5-unknown-context/probe.js'
import {Canary} from '../../src/lib/suite/canary.js'
import {writeContext} from '../../src/lib/wire/http-datagram.js'
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

it('does not close what others still use: over HTTP/1.1 one lost connection is none of the rest', async () => {
  const fault = unknownContext.faults['closes-the-tunnel']
  const world = await SuiteWorld.open(fault && {fault})
  const canary = new Canary(world.context('1.1'), 'udp')
  const first = await world.run(canary.connection(NEVER))
  const [lost, kept] = [await world.run(first.openUdp(NEVER)), await world.run(first.openUdp(NEVER))]
  await world.run(lost.datagram(writeContext(0x3ffen, new Uint8Array(8))))
  expect(await world.run(lost.ended(NEVER))).toMatchObject({by: 'peer'})
  expect(await world.run(canary.connection(NEVER))).not.toBe(first)
  expect(await world.run(kept.echo(NEVER))).toBe(true)
  for (const resource of [lost, kept, canary]) await world.run(Promise.resolve(resource[Symbol.asyncDispose]()))
  await world.close()
})

it('tunnels on a connection that is shared have numbers of their own in the evidence', async () => {
  const world = await SuiteWorld.open()
  const tunnels = new Set<number>()
  const record: Evidence['record'] = (_, event) => {
    if (event.kind === 'tunnel') tunnels.add(event.tunnel)
    return 1
  }
  const evidence = {wants: () => true, record, placeOf: () => undefined}
  const canary = new Canary({...world.context('2'), evidence}, 'udp')
  const shared = await world.run(canary.connection(NEVER))
  for (let number = 1; number <= 3; number++) {
    const tunnel = await world.run(shared.openUdp(NEVER))
    await world.run(Promise.resolve(tunnel[Symbol.asyncDispose]()))
  }
  expect([...tunnels]).toEqual([1, 2, 3])
  await world.run(canary[Symbol.asyncDispose]())
  await world.close()
})
