/** The search for the largest payload on paths by script: it finds the limit, and never claims what is not so. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {SURE} from '../../../src/lib/probe/size/search.js'
import {ScriptedPath, type Script} from './scripted-path.js'

const fixed = (bytes: number) => () => bytes

async function found(script: Script) {
  const path = new ScriptedPath(script)
  const {search, opened, stuck, ending} = await path.run()
  const {largest, smallestLost, complete} = search
  return {path, largest, lost: smallestLost?.bytes, sure: smallestLost?.sure, complete, opened, stuck, ending}
}

describe('a path that loses nothing', () => {
  it.each([1200, 1201, 1231, 1252, 1349, 1472, 4000, 8999])(
    'with a limit of %i: exactly that is found',
    async limit => {
      expect(await found({limit: fixed(limit)})).toMatchObject({
        largest: limit,
        lost: limit + 1,
        sure: true,
        complete: true,
        opened: 1,
      })
    },
  )

  it('without a limit: the top is carried, and that is all there is to ask', async () => {
    const {path, largest, lost, complete} = await found({limit: fixed(65_000)})
    expect([largest, lost, complete]).toEqual([9000, undefined, true])
    // Opening, one round trip, and no timer.
    expect(path.clock.now()).toBeLessThan(100)
    expect(path.budget.taken).toBe(6)
  })

  it('is searched in a bounded time, with few datagrams', async () => {
    const {path} = await found({limit: fixed(1472)})
    expect(path.clock.now()).toBeLessThan(700)
    expect(path.budget.taken).toBeLessThan(80)
  })

  it('whose limit is our own side: nothing larger is sent, and nothing is called lost', async () => {
    const {path, largest, lost, complete} = await found({limit: fixed(9000), localLimit: fixed(1412)})
    expect([largest, lost, complete]).toEqual([1412, undefined, true])
    expect(path.tally.sizes.find(({bytes}) => bytes === 1452)).toMatchObject({tries: 1, accepted: 0})
    expect(path.clock.now()).toBeLessThan(200)
  })

  it('that carries nothing but the smallest', async () => {
    expect(await found({limit: fixed(160)})).toMatchObject({largest: 160, lost: 161, complete: true})
  })
})

describe('a path that loses and disorders', () => {
  it('30 % each way, with disorder: the limit is found', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const script = {limit: fixed(1372), loss: 0.3, jitterMs: 15, reordering: 0.1, duplication: 0.05, seed}
      const {largest, lost, path} = await found(script)
      expect([largest, lost], `seed ${seed}`).toEqual([1372, 1373])
      const tried = path.tally.sizes.find(({bytes}) => bytes === 1373)
      expect(tried?.tries).toBeGreaterThanOrEqual(2 * SURE)
    }
  })

  it('whatever the limit, the loss below 50 % and the seed: nothing is claimed that is not so', async () => {
    const cases = fc.record({
      limit: fc.integer({min: 160, max: 9500}),
      localLimit: fc.option(fc.integer({min: 1100, max: 9000}), {nil: undefined}),
      loss: fc.double({min: 0, max: 0.49, noNaN: true}),
      jitterMs: fc.integer({min: 0, max: 30}),
      reordering: fc.double({min: 0, max: 0.3, noNaN: true}),
      onTooLarge: fc.constantFrom(undefined, 'ends' as const, 'falls-silent' as const),
      seed: fc.integer({min: 1, max: 1_000_000}),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({limit, localLimit, onTooLarge, ...link}) => {
        const script: Script = {
          ...link,
          limit: fixed(limit),
          ...(localLimit !== undefined && {localLimit: fixed(localLimit)}),
          ...(onTooLarge && {onTooLarge}),
        }
        const {path, largest, lost, sure} = await found(script)
        expect(largest).toBeLessThanOrEqual(Math.max(160, Math.min(limit, localLimit ?? Infinity)))
        if (largest > 160) expect(path.arrived.has(largest)).toBe(true)
        // Whatever is said to be lost was tried, and how often is told.
        if (lost !== undefined && sure) {
          const counts = path.tally.sizes.find(({bytes}) => bytes === lost)
          expect(counts?.accepted).toBeGreaterThanOrEqual(SURE)
          expect(counts?.returned).toBe(0)
        }
        expect(path.budget.taken).toBeLessThanOrEqual(600)
        expect(path.clock.now()).toBeLessThanOrEqual(61_000)
      }),
      {numRuns: 150, seed: 7},
    )
  })
})

describe('a path that changes', () => {
  it('wider while we look: what was lost before is found to be carried', async () => {
    const {largest, lost} = await found({limit: now => (now < 250 ? 1162 : 1372)})
    expect([largest, lost]).toEqual([1372, 1373])
  })

  it('wider on our own side: the search goes on up to the new limit', async () => {
    const localLimit = (now: number): number => (now < 30 ? 1162 : 1412)
    const {largest, lost, complete} = await found({limit: fixed(9000), localLimit})
    expect([largest, lost, complete]).toEqual([1412, undefined, true])
  })

  it('wider on our own side when the search was over: it can be gone on with', async () => {
    const localLimit = (now: number): number => (now < 500 ? 1162 : 1412)
    const path = new ScriptedPath({limit: fixed(1372), localLimit})
    const hunt = await path.run()
    expect([hunt.search.largest, hunt.search.complete]).toEqual([1162, true])
    await path.clock.advance(500)
    await path.clock.run(hunt.goOn(1412, new AbortController().signal))
    expect([hunt.search.largest, hunt.search.smallestLost]).toEqual([1372, {bytes: 1373, sure: true}])
  })

  it('black in the middle of the search: it ends, and says that it does not know', async () => {
    const {path, complete, stuck} = await found({limit: fixed(1472), blackFromMs: 150})
    expect([complete, stuck]).toEqual([false, 'silent'])
    expect(path.clock.now()).toBeLessThan(5000)
  })

  it('black from the beginning: there is no lane, and nothing is tried', async () => {
    const {path, largest, stuck} = await found({limit: fixed(9000), blackFromMs: 0})
    expect([largest, stuck]).toEqual([160, 'silent'])
    expect(path.tally.sizes).toEqual([])
  })
})

describe('a proxy that', () => {
  it('ends the tunnel when something is too large: each size gets a tunnel, and the limit is found', async () => {
    const {path, largest, lost, opened, ending} = await found({limit: fixed(1402), onTooLarge: 'ends'})
    expect([largest, lost, ending]).toEqual([1402, 1403, 'the peer ended the stream'])
    expect(path.tally.sizes.find(({bytes}) => bytes === 1403)).toMatchObject({ended: SURE, returned: 0})
    expect(opened).toBeLessThan(30)
  })

  it('lets the tunnel fall silent then: the same', async () => {
    const {largest, lost} = await found({limit: fixed(1402), onTooLarge: 'falls-silent'})
    expect([largest, lost]).toEqual([1402, 1403])
  })
})

it('a budget that is spent ends the search, with what is known', async () => {
  const {path, complete, largest} = await found({limit: fixed(1472), budget: 12})
  expect(path.budget.taken).toBe(12)
  expect(complete).toBe(false)
  expect(largest).toBeLessThanOrEqual(1472)
})
