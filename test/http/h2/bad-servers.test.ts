/** Bad servers of HTTP/2 against our client, in memory and in virtual time: how it ends, and that it ends in time. */
import {describe, expect, it} from 'vitest'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {deadline, sleep, TimeoutError} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {openUdp, type UdpOpened} from '../../../src/lib/tunnel/connect-udp.js'
import {readTarget} from '../../../src/lib/tunnel/target.js'
import {parseTemplate} from '../../../src/lib/tunnel/template.js'
import {ANSWER_CASES} from '../../support/bad-server/h2-answer-cases.js'
import type {H2Case, Meeting} from '../../support/bad-server/h2-case.js'
import {H2Guest} from '../../support/bad-server/h2-guest.js'
import {SETTINGS_CASES} from '../../support/bad-server/h2-settings-cases.js'
import {TUNNEL_CASES} from '../../support/bad-server/h2-tunnel-cases.js'

const TIMEOUT_MS = 2000
/** Of a flood, what a client may take before flow control or a limit ends it: windows, and what is on its way. */
const MAX_TAKEN = 12 << 20

interface Met {
  readonly meeting: Meeting
  readonly tookMs: number
  readonly taken: number
}

async function meet({script}: H2Case): Promise<Met> {
  const clock = new VirtualClock()
  const {client, server} = streamPair(clock, seeded(5), {delayMs: 1})
  const guest = new H2Guest(server)
  const transport = new H2Transport(client, {clock, settings: CLIENT_SETTINGS})
  const met = await clock.run(
    (async () => {
      void script(guest).catch(() => undefined)
      const meeting = await visit(transport, clock)
      return {meeting, tookMs: clock.now(), taken: guest.sent}
    })(),
  )
  await clock.run(transport[Symbol.asyncDispose]())
  server.destroy()
  await clock.advance(1000)
  return met
}

async function visit(transport: H2Transport, clock: VirtualClock): Promise<Meeting> {
  using limit = deadline(clock, TIMEOUT_MS)
  const template = parseTemplate('https://proxy.example/.well-known/masque/udp/{target_host}/{target_port}/')
  const target = readTarget('192.0.2.1', '7')
  let opened: UdpOpened
  try {
    // So that a server has its turn first.
    await sleep(clock, 20)
    opened = await openUdp(transport, {template, target}, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {kind: 'silent'}
    throw error
  }
  if (opened.kind === 'failed') return opened
  if (opened.kind === 'refused') {
    expect((await opened.refusal.body).length).toBeLessThan(5000)
    return {kind: 'refused'}
  }
  if (opened.kind === 'malformed') return {kind: 'malformed'}
  return await stay(opened.udp, clock)
}

async function stay(udp: Extract<UdpOpened, {kind: 'tunnel'}>['udp'], clock: VirtualClock): Promise<Meeting> {
  let arrived = 0
  void (async () => {
    for await (const _ of udp.received()) arrived++
  })()
  const sender = udp.tunnel.batch(Uint8Array.of(0))
  for (let round = 0; round < 50; round++) {
    sender.add(new Uint8Array(1200), 0, 1200)
    sender.flush()
    await sleep(clock, 1)
  }
  const ended = await Promise.race([udp.ended, sleep(clock, TIMEOUT_MS)])
  if (ended) return {kind: 'ended', ending: ended}
  expect(arrived).toBeGreaterThan(0)
  return {kind: 'lives'}
}

describe.each([
  ['SETTINGS', SETTINGS_CASES],
  ['answers', ANSWER_CASES],
  ['tunnels', TUNNEL_CASES],
])('%s: a server that', (_, cases) => {
  it.each(cases)('$name', async test => {
    const {meeting, tookMs, taken} = await meet(test)
    expect(meeting).toMatchObject(test.expected)
    if (test.says !== undefined) expect('ending' in meeting && meeting.ending.detail).toContain(test.says)
    expect(tookMs).toBeLessThan(2 * TIMEOUT_MS + 200)
    expect(taken).toBeLessThan(MAX_TAKEN)
  })
})

it('are bad in different ways, at least twenty-two of them', () => {
  const cases = [...SETTINGS_CASES, ...ANSWER_CASES, ...TUNNEL_CASES]
  expect(new Set(cases.map(({name}) => name)).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThan(22)
})
