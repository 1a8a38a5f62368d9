import {PassThrough} from 'node:stream'
import {expect, it} from 'vitest'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {Progress} from '../../src/lib/style/progress.js'

function watched(): {clock: VirtualClock; progress: Progress; text: () => string} {
  const clock = new VirtualClock()
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  })
  return {clock, progress: new Progress(clock, stream), text: () => String(stream.read() ?? '')}
}

it('says what is under way and how long it may take, but not for what is over at once', async () => {
  const {clock, progress, text} = watched()
  progress.begin('waiting for SETTINGS', 5000)
  await clock.advance(200)
  progress.end()
  await clock.advance(1000)
  expect(text()).toBe('')
  progress.begin('waiting for SETTINGS', 5000)
  await clock.advance(400)
  expect(text()).toMatch(/waiting for SETTINGS.*of at most 5\.0 s/)
  progress.end()
  expect(clock.pendingTimers).toBe(0)
})

it('steps aside for what is written, and comes back', async () => {
  const {clock, progress, text} = watched()
  progress.begin('sending', 1000)
  await clock.advance(400)
  text()
  let inTheMiddle = ''
  progress.aside(() => {
    text()
    inTheMiddle = text()
  })
  expect(inTheMiddle).toBe('')
  await clock.advance(400)
  expect(text()).toContain('sending')
  progress[Symbol.dispose]()
  expect(clock.pendingTimers).toBe(0)
})
