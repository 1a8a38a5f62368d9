/** Octets for people: what they say if they are text, and otherwise in hex. Everything is harmless for a terminal. */
import {quote} from '../grammar/format.js'
import {toHex, toLatin1} from '../../wire/bytes.js'

const PREVIEW_OCTETS = 24
const ROW = 16
/** Nobody reads more, and a terminal is not a file. */
const MAX_ROWS = 256

/** `"hello"`, or `00 01 02…`; nothing of nothing. */
export function preview(bytes: Uint8Array): string {
  if (bytes.length === 0) return ''
  const head = bytes.subarray(0, PREVIEW_OCTETS)
  const more = bytes.length > head.length ? '…' : ''
  if (isText(head)) return `${quote(toLatin1(head))}${more}`
  return `${(toHex(head.subarray(0, 8)).match(/../g) ?? []).join(' ')}${bytes.length > 8 ? '…' : ''}`
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every(octet => (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d || octet === 0x09)
}

/** Offset, sixteen octets, and what of them is visible. */
export function hexdump(bytes: Uint8Array): readonly string[] {
  const rows = Math.ceil(bytes.length / ROW)
  const lines = Array.from({length: Math.min(rows, MAX_ROWS)}, (_, row) => {
    const part = bytes.subarray(row * ROW, (row + 1) * ROW)
    const hex = (toHex(part).match(/../g) ?? []).join(' ').padEnd(ROW * 3 - 1)
    const text = [...part].map(octet => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join('')
    return `${(row * ROW).toString(16).padStart(4, '0')}  ${hex}  ${text}`
  })
  return rows > MAX_ROWS ? [...lines, `… ${bytes.length - MAX_ROWS * ROW} octets more`] : lines
}
