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

it('goes on from one of many to the next without a gap, and says how long all of them may take', async () => {
  const {clock, progress, text} = watched()
  for (let done = 0; done < 4; done++) {
    progress.next(`${done} of 9 done`, 30_000 - done * 1000)
    await clock.advance(100)
  }
  expect(text()).toContain('of 9 done at most')
  // What is written aside has it drawn at once.
  progress.aside(() => text())
  expect(text()).toMatch(/3 of 9 done at most 27 s more/)
  progress.next('4 of 9 done', 500)
  await clock.advance(5000)
  progress.aside(() => text())
  expect(text()).toMatch(/4 of 9 done at most 0 s more/)
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
