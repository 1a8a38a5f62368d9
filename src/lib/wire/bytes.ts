/** Byte strings: joining, comparing, hex. */
import {WireError} from './error.js'

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index])
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** White space between octets is ignored. @throws WireError malformed */
export function fromHex(text: string): Uint8Array {
  const digits = text.replaceAll(/\s/g, '')
  const wrong = digits.search(/[^0-9a-fA-F]/)
  if (wrong >= 0) throw new WireError('malformed', wrong >> 1, `'${digits.charAt(wrong)}' is not a hex digit`)
  if (digits.length % 2 !== 0) throw new WireError('malformed', digits.length >> 1, 'half an octet is missing')
  return new Uint8Array(Buffer.from(digits, 'hex'))
}

/** One character an octet, lossless both ways: field values are octets, not text (RFC 9110 section 5.5). */
export function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

/** Characters above U+00FF keep their low octet only; callers that must not lose them encode first. */
export function fromLatin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
