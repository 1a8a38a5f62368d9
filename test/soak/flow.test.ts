/**
 * Whoever is slow is waited for or left behind, and never collected for: an application that does not read, a client that
 * does not read, a proxy that does not read. On every road, as each has a flow control of its own.
 */
import {describe, expect, it} from 'vitest'
import {sleep, systemClock} from '../../src/lib/spec/clock.js'
import {courses, startPair, type Pair} from './support/pair.js'
import type {Peer} from './support/peer.js'
import {conclude} from './support/record.js'
import {scale, tolerance} from './support/scale.js'

const ROADS = [
  {name: 'h3-frames', http: '3', datagrams: 'frames'},
  {name: 'h3-capsules', http: '3', datagrams: 'capsules'},
  {name: 'h2', http: '2', datagrams: 'capsules'},
  {name: 'h1', http: '1.1', datagrams: 'capsules'},
] as const

const never = new AbortController().signal
const course = scale({steps: 8, size: 0.25}, {steps: 60, size: 1})
/**
 * A step. A flood that is kept would be ten megabytes a second of heap or buffers; resident memory follows them, but first
 * the allocator takes some thirty megabytes for what is under way, and queues fill up to their limits, which a short run is
 * full of.
 */
const allowed = tolerance(
  {heapBytes: 1_500_000, externalBytes: 2 << 20, rssBytes: 64 << 20},
  {heapBytes: 4096, externalBytes: 65_536, rssBytes: 524_288},
)

/** Seconds of something, and one process that is looked at meanwhile. */
async function watch(name: string, peer: Peer, during: () => Promise<unknown>): Promise<string[]> {
  const seen = await courses([peer], course, during)
  return conclude({name, unit: 'seconds of flood', courses: seen, tolerance: allowed})
}

const passing = (): Promise<void> => sleep(systemClock, course.size * 1000, never)

describe.each(ROADS)('over $name', ({name, http, datagrams}) => {
  async function connected(): Promise<Pair> {
    const pair = await startPair()
    await pair.client.ask('connect', {...pair.aim, http, datagrams})
    return pair
  }

  it('an application that does not read costs no more the longer it does not', async () => {
    await using pair = await connected()
    await pair.client.ask('neglect')
    expect(await watch(`unread-${name}`, pair.client, passing)).toEqual([])
    expect(await pair.client.ask('thrownAway')).toBeGreaterThan(1000)
  })

  it('a client that stands still costs the proxy no more the longer it does', async () => {
    await using pair = await connected()
    await pair.client.ask('neglect')
    pair.client.pause()
    try {
      expect(await watch(`still-client-${name}`, pair.proxy, passing)).toEqual([])
    } finally {
      pair.client.resume()
    }
  })

  it('a proxy that stands still costs us no more the longer it does', async () => {
    await using pair = await connected()
    await pair.client.ask('aside')
    pair.proxy.pause()
    try {
      let refused = 0
      const pour = async (): Promise<void> => {
        const {dropped} = await pair.client.ask<{dropped: number}>('pour', {ms: course.size * 1000})
        refused += dropped
      }
      expect(await watch(`still-proxy-${name}`, pair.client, pour)).toEqual([])
      expect(refused).toBeGreaterThan(0)
    } finally {
      pair.proxy.resume()
    }
  })

  it('tunnels that wait cost little', async () => {
    await using pair = await connected()
    const {client, proxy} = pair
    const {steps, size} = scale({steps: 4, size: 10}, {steps: 20, size: 50})
    const seen = await courses([client, proxy], {steps, size}, () => client.ask('hoard', {count: size}))
    const most = {heapBytes: 60_000, externalBytes: 400_000, rssBytes: 1 << 20}
    const idle = {name: `idle-${name}`, unit: 'idle tunnels', courses: seen, tolerance: {sizes: most}}
    // The proxy has a socket for each tunnel, and over HTTP/1.1 both have a connection.
    expect(conclude(idle).filter(text => !/descriptors|handles/.test(text))).toEqual([])
    const [first, last] = [seen[1]!.points[0]!, seen[1]!.points.at(-1)!]
    expect(last.sample.descriptors - first.sample.descriptors).toBeGreaterThanOrEqual(last.at - first.at)
  })
})
