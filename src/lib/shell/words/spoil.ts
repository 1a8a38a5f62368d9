/** Type, length and value that may lie: how capsules and frames are spoilt on purpose, and which rule that breaks. */
import {integer, count} from '../grammar/param.js'
import {width} from '../grammar/registries.js'
import {write} from '../../wire/tlv.js'
import * as varint from '../../wire/varint.js'
import type {Breach} from '../session/event.js'

export const SPOIL = {
  length: integer('N', 0n, varint.MAX),
  'varint-width': width,
  truncate: count('N', 0, 1 << 24),
} as const

export interface Spoil {
  readonly length?: bigint
  readonly 'varint-width'?: varint.Width
  readonly truncate?: number
}

export interface Spoilt {
  readonly bytes: Uint8Array
  readonly breaks: readonly Breach[]
  /** In any way that a polite writer cannot. */
  readonly isOdd: boolean
}

/** @param reference where the format is told */
export function spoil(type: bigint, value: Uint8Array, how: Spoil, reference: string): Spoilt {
  const {length, truncate, 'varint-width': wide} = how
  const whole = write(type, value, {
    ...(length !== undefined && {length}),
    ...(wide !== undefined && {typeWidth: atLeast(type, wide), lengthWidth: atLeast(length ?? value.length, wide)}),
  })
  const bytes = truncate === undefined ? whole : whole.subarray(0, truncate)
  const breaks: Breach[] = []
  if (length !== undefined && length > value.length) {
    breaks.push({
      rule: `the length says ${length}, the value has ${value.length}: what follows is taken for it`,
      reference,
    })
  }
  if (length !== undefined && length < value.length) {
    const rule = `the length says ${length}, the value has ${value.length}: its rest is read as the next one`
    breaks.push({rule, reference})
  }
  if (bytes.length < whole.length) {
    breaks.push({
      rule: `cut off after ${bytes.length} of ${whole.length} octets: what follows is taken for the rest`,
      reference,
    })
  }
  return {bytes, breaks, isOdd: length !== undefined || wide !== undefined || bytes.length < whole.length}
}

/** Integers wider than they need to be are legal (RFC 9000 section 16); narrower ones cannot be. */
function atLeast(value: bigint | number, wide: varint.Width): varint.Width {
  const least = varint.size(value)
  return least > wide ? least : wide
}
