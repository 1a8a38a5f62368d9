/** Numbers that have names in RFCs: capsule types, error codes, frame types. Both ways of writing them are taken. */
import * as capsule from '../../wire/capsule.js'
import {H2, H3, http2Name, http3Name} from '../../wire/error-codes.js'
import * as frame from '../../wire/h3-frame.js'
import * as varint from '../../wire/varint.js'
import type {HttpVersion} from '../../http/transport.js'
import {GrammarError} from './error.js'
import {closest} from './meant.js'
import type {Param} from './param.js'

type Registry = ReadonlyMap<string, bigint>

/** The name that `nameOf` gives to each of these numbers, without the number. */
function registry(values: readonly bigint[], nameOf: (value: bigint) => string): Registry {
  return new Map(values.map(value => [nameOf(value).replace(/ \(0x[0-9a-f]+\)$/, ''), value]))
}

const CAPSULES = registry([0x00n, 0x01n, 0x02n, 0x03n, 0x11n, 0x12n, 0x13n, 0x272dda5en], capsule.name)
const CODES = registry([...Object.values(H3), 0x110n], http3Name)
const CODES_OF_HTTP2 = registry(Object.values(H2), http2Name)
const FRAMES = registry(
  [frame.DATA, frame.HEADERS, frame.CANCEL_PUSH, frame.SETTINGS, frame.PUSH_PROMISE, frame.GOAWAY, frame.MAX_PUSH_ID],
  frame.name,
)

/** A name or any integer of 62 bits. */
function named(label: string, what: string, known: Registry): Param<bigint> {
  const names = [...known.keys()]
  return {
    label,
    read({text, column}) {
      if (/^(\d+|0x[0-9a-f]+)$/i.test(text)) {
        const value = BigInt(text)
        if (value <= varint.MAX) return value
        throw new GrammarError(`${text} does not fit: such integers have 62 bits`, {column})
      }
      const found = names.find(name => name === text.toUpperCase())
      const value = found === undefined ? undefined : known.get(found)
      if (value !== undefined) return value
      const meant = closest(text, names) ?? closest(`H3_${text}`, names)
      throw new GrammarError(`'${text}' is no ${what}: a number (0x… for hex) or a name`, {column, meant})
    },
    complete: () => names,
  }
}

export const capsuleType = named('TYPE', 'capsule type', CAPSULES)

/** An error code: by number it means what the number means there, by name only in the version that has the name. */
export interface Code {
  readonly value: bigint
  readonly name: string
  readonly http: HttpVersion | undefined
}

const anyCode = named('CODE', 'error code', new Map([...CODES, ...CODES_OF_HTTP2]))

export const errorCode: Param<Code> = {
  ...anyCode,
  read(token) {
    const name = token.text.toUpperCase()
    const http = CODES.has(name) ? '3' : CODES_OF_HTTP2.has(name) ? '2' : undefined
    return {value: anyCode.read(token), name, http}
  },
}
export const frameType = named('TYPE', 'frame type', FRAMES)

export const width: Param<varint.Width> = {
  label: '1|2|4|8',
  read({text, column}) {
    const found = ([1, 2, 4, 8] as const).find(value => String(value) === text)
    if (found !== undefined) return found
    throw new GrammarError(`'${text}' is no width: integers have 1, 2, 4 or 8 octets`, {column})
  },
  complete: () => ['1', '2', '4', '8'],
}
