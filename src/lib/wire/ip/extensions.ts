/**
 * The chain of IPv6 extension headers (RFC 8200 section 4, RFC 7045): what must be walked to find the protocol that
 * scopes and routes are about (RFC 9484 section 4.8). A header is kept raw; what the known ones mean is read from that.
 */
import {concat} from '../bytes.js'
import {Cursor} from '../cursor.js'
import {WireError} from '../error.js'

export interface Extension {
  /** Its own number. */
  readonly header: number
  readonly next: number
  /** The octet behind `next`: a length, or reserved in a fragment header. */
  readonly second: number
  /** What follows these two octets. */
  readonly body: Uint8Array
}

export interface Chain {
  readonly extensions: readonly Extension[]
  /** The first header that is no extension; of a chain that is cut off, the header that is not whole. */
  readonly protocol: number
  readonly payload: Uint8Array
  readonly fragment: Fragment | undefined
  readonly complete: boolean
}

export interface Fragment {
  /** In octets. */
  readonly offset: number
  readonly more: boolean
  readonly id: number
  /** The octet and the two bits that must be zero. */
  readonly reserved: readonly [number, number]
}

export const HOP_BY_HOP = 0
export const ROUTING = 43
export const FRAGMENT = 44
const AUTHENTICATION = 51
export const NO_NEXT_HEADER = 59
export const DESTINATION_OPTIONS = 60
/** With Mobility, HIP and Shim6. ESP hides what follows it, so for everybody on the way it is the protocol. */
const EXTENSIONS = new Set([HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS, 135, 139, 140])

export function isExtension(number: number): boolean {
  return EXTENSIONS.has(number)
}

/** Walks as far as it can: a fragment other than the first ends the chain, and so does a header that is cut off. */
export function readChain(nextHeader: number, payload: Uint8Array): Chain {
  const cursor = new Cursor(payload)
  const extensions: Extension[] = []
  let [next, fragment, complete] = [nextHeader, undefined as Fragment | undefined, true]
  while (complete && isExtension(next) && (fragment?.offset ?? 0) === 0) {
    const extension = readWhole(cursor, next)
    complete = extension !== undefined
    if (!extension) break
    extensions.push(extension)
    if (next === FRAGMENT) fragment = readFragment(extension)
    next = extension.next
  }
  return {extensions, protocol: next, payload: cursor.rest(), fragment, complete}
}

function readWhole(cursor: Cursor, header: number): Extension | undefined {
  try {
    return read(cursor, header)
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

/** @throws WireError truncated */
export function read(cursor: Cursor, header: number): Extension {
  return cursor.attempt(() => {
    const [next, second] = [cursor.u8(), cursor.u8()]
    return {header, next, second, body: cursor.take(octets(header, second) - 2)}
  })
}

function octets(header: number, second: number): number {
  if (header === FRAGMENT) return 8
  return header === AUTHENTICATION ? (second + 2) * 4 : (second + 1) * 8
}

/** Headers one behind another; each says itself what comes next. */
export function write(extensions: readonly Extension[]): Uint8Array {
  return concat(...extensions.flatMap(({next, second, body}) => [Uint8Array.of(next, second), body]))
}

/** Links headers up: the first header's number, and the octets with the protocol behind the last. */
export function chain(
  extensions: readonly Extension[],
  protocol: number,
  payload: Uint8Array,
): {readonly nextHeader: number; readonly payload: Uint8Array} {
  const linked = extensions.map((extension, at) => ({...extension, next: extensions[at + 1]?.header ?? protocol}))
  return {nextHeader: linked[0]?.header ?? protocol, payload: concat(write(linked), payload)}
}

/** @throws WireError truncated */
export function readFragment({second, body}: Extension): Fragment {
  const cursor = new Cursor(body)
  const word = cursor.u16()
  return {offset: word & 0xfff8, more: (word & 1) === 1, id: cursor.u32(), reserved: [second, (word >> 1) & 3]}
}

export function fragment({offset, more, id, reserved: [second, bits] = [0, 0]}: FragmentFields): Extension {
  const body = new Uint8Array(6)
  const view = new DataView(body.buffer)
  view.setUint16(0, (offset & 0xfff8) | (bits << 1) | Number(more))
  view.setUint32(2, id)
  return {header: FRAGMENT, next: NO_NEXT_HEADER, second, body}
}

type FragmentFields = Omit<Fragment, 'reserved'> & Partial<Pick<Fragment, 'reserved'>>

export interface Routing {
  readonly type: number
  readonly segmentsLeft: number
  readonly data: Uint8Array
}

/** @throws WireError truncated */
export function readRouting({body}: Extension): Routing {
  const cursor = new Cursor(body)
  return {type: cursor.u8(), segmentsLeft: cursor.u8(), data: cursor.rest()}
}

export function routing({type, segmentsLeft, data}: Routing): Extension {
  return padded(ROUTING, concat(Uint8Array.of(type, segmentsLeft), data))
}

/** A header of options, filled up with padding. */
export function options(header: typeof HOP_BY_HOP | typeof DESTINATION_OPTIONS, list: Uint8Array): Extension {
  const missing = -(list.length + 2) & 7
  const padding =
    missing < 2 ? new Uint8Array(missing) : concat(Uint8Array.of(1, missing - 2), new Uint8Array(missing - 2))
  return padded(header, concat(list, padding))
}

function padded(header: number, content: Uint8Array): Extension {
  const body = concat(content, new Uint8Array(-(content.length + 2) & 7))
  return {header, next: NO_NEXT_HEADER, second: (body.length + 2) / 8 - 1, body}
}
