/** An echo is a control: it must be of now, whatever the network does to those of before. */
import {createHash} from 'node:crypto'
import {expect, it} from 'vitest'
import {MemoryInternet} from '../../../src/lib/net/memory.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import type {Platform} from '../../../src/lib/reach/options.js'
import {Interview} from '../../../src/lib/suite/rig/interview.js'

const NEVER = new AbortController().signal

it('an answer to an earlier echo, late or doubled, is none to this one', async () => {
  const clock = new VirtualClock()
  const platform = {clock, random: seeded(1)} as unknown as Platform
  const asked: Uint8Array[] = []
  let onAsk: (payload: Uint8Array) => void = () => undefined
  const interview = new Interview({platform, patienceMs: 100, responder: undefined}, payload => {
    asked.push(payload)
    onAsk(payload)
    return Promise.resolve('accepted')
  })
  onAsk = payload => void clock.after(1, () => interview.hears(payload))
  expect(await clock.run(interview.echo(NEVER))).toBe(true)

  const [first = new Uint8Array(0)] = asked
  onAsk = () => void clock.after(1, () => interview.hears(first))
  expect(await clock.run(interview.echo(NEVER))).toBe(false)
  expect(interview.answers).toBe(6)

  // What answers an earlier question of the same trial is of now.
  const begin = asked.length
  onAsk = () => {
    if (asked.length === begin + 3) interview.hears(asked[begin] ?? first)
  }
  expect(await clock.run(interview.echo(NEVER))).toBe(true)
  expect(interview.hears(new Uint8Array(200))).toBe(false)
})

it('asks for all records, however many fit one report', async () => {
  const clock = new VirtualClock()
  const internet = new MemoryInternet(clock, seeded(1), {delayMs: 1})
  const key = ResponderKey.random()
  const responder = new Responder({net: internet.host('192.0.2.9'), clock, key, local: '192.0.2.9:4433'})
  const net = internet.host('192.0.2.1')
  const platform = {clock, random: seeded(2), net} as unknown as Platform
  const at = parseTarget('192.0.2.9:4433')
  const interview = new Interview({platform, patienceMs: 100, responder: {at, key}}, payload => {
    socket.send(payload)
    return Promise.resolve('accepted')
  })
  const socket = net.udp(
    {local: '192.0.2.1:0', remote: '192.0.2.9:4433'},
    {onPacket: ({bytes, start, end}) => void interview.hears(bytes.slice(start, end))},
  )
  expect(await clock.run(interview.echo(NEVER))).toBe(true)
  for (let size = 1; size <= 40; size++) socket.send(new Uint8Array(size))
  await clock.advance(10)
  const records = await clock.run(interview.records(NEVER))
  expect(records?.map(({lengthBytes}) => lengthBytes)).toEqual(Array.from({length: 40}, (_, at) => at + 1))
  const last = createHash('sha256').update(new Uint8Array(40)).digest()
  expect(await clock.run(interview.arrived(last, NEVER))).toBe(true)
  expect(await clock.run(interview.reached(NEVER))).toBe(1)
  await interview[Symbol.asyncDispose]()
  await responder[Symbol.asyncDispose]()
  socket.close()
})
