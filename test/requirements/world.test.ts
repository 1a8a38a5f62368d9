/** The world the requirements are proven in does what it says: tunnels work in it, and what is cut off is silent. */
import {describe, expect, it} from 'vitest'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import {icmpPacket} from '../../src/lib/proxy/ip/icmp-errors.js'
import {HOSTS} from '../../src/lib/proxy/ip/virtual/plan.js'
import {connect, type Connected} from '../../src/lib/reach/connect.js'
import {PhaseLog} from '../../src/lib/reach/phases.js'
import {Witness} from '../../src/lib/reach/witness.js'
import {Asker} from '../../src/lib/responder/asker.js'
import {sleep} from '../../src/lib/spec/clock.js'
import type {RigContext} from '../../src/lib/suite/rig/context.js'
import {openIp} from '../../src/lib/tunnel/connect-ip.js'
import {openUdp} from '../../src/lib/tunnel/connect-udp.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import {family as familyOf} from '../../src/lib/wire/ip/address.js'
import {read} from '../../src/lib/wire/ip/packet.js'
import {SuiteWorld, type Wire} from './support/world.js'

const VERSIONS: readonly HttpVersion[] = ['3', '2', '1.1']

function reach({http, address, platform, place, reach: how, evidence, timeoutMs}: RigContext): Promise<Connected> {
  const log = new PhaseLog(platform.clock, 0, {onBegin: () => undefined, onPhase: () => undefined})
  const witness = new Witness({...platform, evidence}, 1, address)
  return connect(address, http, {platform, template: place.udp, reach: how, timeoutMs, log, witness}, NEVER)
}

const NEVER = new AbortController().signal

/** How many of so many echoes come back from the responder of UDP tunnels. */
async function udpEchoes(context: RigContext, count: number): Promise<number | string> {
  const {place, responder, platform, patienceMs} = context
  const connected = await reach(context)
  if (connected.kind === 'failed' || !place.target || !responder) return 'not connected'
  await using connection = connected.connection
  const request = {template: place.udp, target: place.target, headers: place.headers}
  const opened = await openUdp(connection.transport, request, NEVER)
  if (opened.kind !== 'tunnel') return opened.kind
  const {udp} = opened
  const asker = new Asker(responder.key, platform.clock)
  const answers = new Set<number>()
  void (async () => {
    for await (const {payload} of udp.received()) {
      const answer = asker.understand(payload)
      if (answer?.kind === 'echoed') answers.add(answer.echoed.sequence)
    }
  })()
  for (let number = 1; number <= count; number++) await udp.send(asker.echo(number, 200))
  await sleep(platform.clock, patienceMs)
  return answers.size
}

/** From which of the responder's addresses an echo through an IP tunnel comes back. */
async function ipEchoes(context: RigContext): Promise<readonly string[]> {
  const {place, platform, patienceMs} = context
  const connected = await reach(context)
  if (connected.kind === 'failed' || !place.ip) return ['not connected']
  await using connection = connected.connection
  const opened = await openIp(connection.transport, {template: place.ip}, NEVER)
  if (opened.kind !== 'tunnel') return [opened.kind]
  const {ip} = opened
  const from: string[] = []
  void (async () => {
    for await (const {packet} of ip.received()) from.push(read(new Cursor(packet)).source)
  })()
  await ip.changed(NEVER)
  for (const {address} of ip.state.assignedToUs) {
    const to = place.ipTarget[familyOf(address)] ?? ''
    const echo = {kind: 'echo-request', id: 1, sequence: 1, data: new Uint8Array(8)} as const
    await ip.send(icmpPacket(address, to, echo))
  }
  await sleep(platform.clock, patienceMs)
  return from.sort()
}

const wires: readonly (readonly [string, Wire])[] = [
  ['a plain wire', {}],
  ['one octet at a time', {chunkBytes: 1}],
  ['a slow wire', {delayMs: 300, jitterMs: 50}],
]

describe.each(VERSIONS)('over HTTP/%s', http => {
  it.each(wires)('what goes up is answered, over %s', async (_, wire) => {
    const world = await SuiteWorld.open({wire})
    expect(await world.run(udpEchoes(world.context(http), 3))).toBe(3)
    expect(await world.run(ipEchoes(world.context(http)))).toEqual(
      [HOSTS.responder.addresses[6], HOSTS.responder.addresses[4]].sort(),
    )
    await world.close()
  })

  it('what TCP loses, TCP sends again, and what UDP loses is lost', async () => {
    const world = await SuiteWorld.open({wire: {loss: 0.3, duplication: 0.2, reordering: 0.2}})
    const answered = await world.run(udpEchoes(world.context(http, {patienceMs: 3000}), 100))
    if (http === '3') expect(answered).toSatisfy(count => Number(count) > 20 && Number(count) < 80)
    else expect(answered).toBe(100)
    await world.close()
  })

  it('the same seed is the same run', async () => {
    const run = async (seed: number): Promise<unknown> => {
      const world = await SuiteWorld.open({seed, wire: {loss: 0.4, jitterMs: 20}})
      const answered = await world.run(udpEchoes(world.context(http), 40))
      const tookMs = world.clock.now()
      await world.close()
      return [answered, tookMs]
    }
    const first = await run(1)
    expect(await run(1)).toEqual(first)
    expect(await run(2)).not.toEqual(first)
  })

  it('a dead proxy is silent', async () => {
    const world = await SuiteWorld.open({dead: true})
    expect(await world.run(udpEchoes(world.context(http, {timeoutMs: 1000}), 1))).toBe('not connected')
    expect(world.clock.now()).toBeGreaterThanOrEqual(1000)
    await world.close()
  })

  it('a policy is changed, and only where it is changed', async () => {
    const world = await SuiteWorld.open({fault: {egress: {mayReach: () => false}}})
    expect(await world.run(udpEchoes(world.context(http), 1))).toBe('refused')
    expect(await world.run(ipEchoes(world.context(http)))).toHaveLength(2)
    await world.close()
  })
})

it('what is left open is noticed', async () => {
  const world = await SuiteWorld.open()
  const connected = await world.run(reach(world.context('2')))
  expect(connected.kind).toBe('connected')
  await expect(world.close()).rejects.toThrow('left open')
})
