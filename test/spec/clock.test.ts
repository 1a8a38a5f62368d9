import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {TimeoutError, deadline, sleep, systemClock, unlessAborted} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'

describe('the virtual clock', () => {
  it('fires in order of time, and of making where times are equal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), {maxLength: 40}), fc.array(fc.nat(39)), async (delays, cancelled) => {
        const clock = new VirtualClock()
        const fired: [number, number][] = []
        const cancels = delays.map((delay, index) => clock.after(delay, () => fired.push([clock.now(), index])))
        const gone = new Set(cancelled.filter(index => index < delays.length))
        for (const index of gone) cancels[index]!()
        expect(clock.pendingTimers).toBe(delays.length - gone.size)
        await clock.advance(100)
        const expected = delays
          .map((delay, index): [number, number] => [delay, index])
          .filter(([, index]) => !gone.has(index))
        expected.sort((left, right) => left[0] - right[0] || left[1] - right[1])
        expect(fired).toEqual(expected)
        expect([clock.now(), clock.pendingTimers]).toEqual([100, 0])
      }),
    )
  })

  it('jumps over an hour, and says when nobody waits', async () => {
    const clock = new VirtualClock()
    await clock.run(sleep(clock, 3_600_000))
    expect(clock.now()).toBe(3_600_000)
    expect(clock.nowNs()).toBe(3_600_000_000_000n)
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('virtual time stands still')
  })

  it('passes on what the work throws', async () => {
    const clock = new VirtualClock()
    const work = sleep(clock, 5).then(() => {
      throw new Error('as it happens')
    })
    await expect(clock.run(work)).rejects.toThrow('as it happens')
  })
})

describe.each([
  ['system', () => ({clock: systemClock, run: <T>(work: Promise<T>) => work})],
  [
    'virtual',
    () => {
      const clock = new VirtualClock()
      return {clock, run: <T>(work: Promise<T>) => clock.run(work)}
    },
  ],
])('waiting on the %s clock', (_, make) => {
  it('takes the time it takes', async () => {
    const {clock, run} = make()
    const before = clock.now()
    await run(sleep(clock, 5))
    expect(clock.now() - before).toBeGreaterThanOrEqual(4)
  })

  it('ends with the reason of the signal', async () => {
    const {clock, run} = make()
    const reason = new Error('enough')
    await expect(run(sleep(clock, 60_000, AbortSignal.abort(reason)))).rejects.toBe(reason)
    const controller = new AbortController()
    const waiting = sleep(clock, 60_000, controller.signal)
    controller.abort(reason)
    await expect(run(waiting)).rejects.toBe(reason)
  })

  it('a deadline aborts with a TimeoutError, or with its parent', async () => {
    const {clock, run} = make()
    using short = deadline(clock, 3)
    await expect(run(unlessAborted(new Promise(() => undefined), short.signal))).rejects.toThrow(TimeoutError)
    const parent = new AbortController()
    using long = deadline(clock, 60_000, parent.signal)
    parent.abort(new Error('parent'))
    expect((long.signal.reason as Error).message).toBe('parent')
    using late = deadline(clock, 60_000, parent.signal)
    expect(late.signal.aborted).toBe(true)
  })

  it('a disposed deadline leaves no timer', () => {
    const clock = new VirtualClock()
    deadline(clock, 10)[Symbol.dispose]()
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number): number[] => Array.from({length: 5}, seeded(seed).next)
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw(0).every(value => value >= 0 && value < 1)).toBe(true)
  })

  it('is even', () => {
    const random = seeded(42)
    const counts = Array.from({length: 10}, () => 0)
    for (let draw = 0; draw < 10_000; draw++) counts[random.integer(10)]!++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('forks by name, without disturbing the others', () => {
    const [one, two] = [seeded(7), seeded(7)]
    one.fork('a').next()
    expect(one.next()).toBe(two.next())
    expect(seeded(7).fork('a').next()).not.toBe(seeded(7).fork('b').next())
    expect(seeded(7).bytes(4)).toEqual(seeded(7).bytes(4))
  })
})
