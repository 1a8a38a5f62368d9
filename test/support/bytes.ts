/** Short hands for byte strings in tests. */
import {fromHex, toHex} from '../../src/lib/wire/bytes.js'
import {WireError, type WireErrorCode} from '../../src/lib/wire/error.js'

export const hex = fromHex
export const show = toHex
export const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

/** The code of the WireError that `action` throws; any other outcome fails. */
export function wireErrorOf(action: () => unknown): WireErrorCode {
  try {
    action()
  } catch (error) {
    if (error instanceof WireError) return error.code
    throw error
  }
  throw new Error('expected a WireError, but nothing was thrown')
}

/** Every proper prefix of `bytes`. */
export function prefixes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({length: bytes.length}, (_, length) => bytes.subarray(0, length))
}
