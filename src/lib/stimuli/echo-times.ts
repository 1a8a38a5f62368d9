/**
 * Round trips of echoes through tunnels, one at a time, and whether those of one kind are slower than those of another:
 * by the fastest of the one and the middle of the other, so that no busy machine and no full path is taken for a delay.
 */
import type {Carrier} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'
import type {UdpRig} from '../spec/tunnel-rig.js'
import {at} from './time-statistics.js'

/** Of each kind, to say anything. */
export const ENOUGH_ECHOES = 20
/** What is less, a scheduler may have done. */
export const TOLERATED_MS = 5
/** Between the quickest and the usual: on such a machine, or such a path, a delay would not show. */
const UNEVEN_MS = 100

/** Of one question that was sent so; undefined: nothing came back. */
export async function echoTime(
  rig: Rig,
  udp: UdpRig,
  carrier: Carrier,
  signal: AbortSignal,
): Promise<number | undefined> {
  const before = rig.clock.now()
  if (!(await udp.echo(signal, {carrier, attempts: 1}))) return undefined
  return Math.round((rig.clock.now() - before) * 1000) / 1000
}

/** NaN of none. */
export function medianOf(times: readonly number[]): number {
  return at(
    times.toSorted((left, right) => left - right),
    0.5,
  )
}

/** In words; undefined: they can be compared with others. */
export function unevenness(times: readonly number[], usual: number): string | undefined {
  const least = Math.min(...times)
  if (usual - least <= UNEVEN_MS) return undefined
  return `echoes in capsules took between ${ms(least)} and, usually, ${ms(usual)}: too uneven for a delay to show`
}

/** For sentences. */
export function ms(time: number): string {
  return `${time.toFixed(1)} ms`
}
