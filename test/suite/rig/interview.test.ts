/** An echo is a control: it must be of now, whatever the network does to those of before. */
import {expect, it} from 'vitest'
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
