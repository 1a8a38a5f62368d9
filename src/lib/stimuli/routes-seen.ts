/** What a proxy advertised in a tunnel, taken apart capsule by capsule as it came on the wire. */
import type {Arrival} from '../spec/tunnel-rig.js'
import * as routeAdvertisement from '../wire/connect-ip/route-advertisement.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'

export interface AdvertisementSeen {
  readonly lengthBytes: number
  /** In words; null: not even to be read. */
  readonly ranges: readonly string[] | null
  /** What is wrong, by kind, in words. */
  readonly malformed: readonly string[]
  readonly disorder: readonly string[]
  readonly mixedOverlaps: readonly string[]
}

const MAX_SHOWN = 8

/** Those that came whole. */
export function advertisementsIn(arrivals: readonly Arrival[]): readonly AdvertisementSeen[] {
  return arrivals.flatMap(arrival => {
    if (arrival.kind !== 'capsule' || arrival.type !== routeAdvertisement.TYPE) return []
    if (BigInt(arrival.value.length) !== arrival.length) return []
    return takenApart(arrival.value) ?? []
  })
}

/** undefined: more than we hold, which is no fault of its. */
function takenApart(value: Uint8Array): AdvertisementSeen | undefined {
  const common = {lengthBytes: value.length, ranges: null, disorder: [], mixedOverlaps: []}
  try {
    const ranges = routeAdvertisement.read(new Cursor(value))
    const malformed = routeAdvertisement.reversals(ranges)
    const shown = ranges.slice(0, MAX_SHOWN).map(routeAdvertisement.show)
    // Of ranges that are none, an order says nothing.
    if (malformed.length > 0) return {...common, ranges: shown, malformed: few(malformed)}
    const disorder = few(routeAdvertisement.disorder(ranges))
    const mixedOverlaps = few(routeAdvertisement.mixedOverlaps(ranges))
    return {...common, ranges: shown, malformed, disorder, mixedOverlaps}
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return error.code === 'too-large' ? undefined : {...common, malformed: [error.message]}
  }
}

function few(words: readonly string[]): readonly string[] {
  return words.slice(0, MAX_SHOWN)
}
