/**
 * Structured fields (RFC 9651), parsed by a library; the raw text stays beside the value, because for
 * a tester the text is the evidence and the value only an opinion of it.
 */
import {
  ParseError,
  Token,
  parseItem as libraryItem,
  parseList as libraryList,
  serializeItem,
  type DisplayString,
} from 'structured-headers'

export {Token}

/** RFC 9651 section 3.3. The library names a type of browsers for octets, so it is spelled out here. */
export type BareItem = string | number | boolean | Token | Date | ArrayBuffer | DisplayString

export type Parsed<T> = {readonly raw: string; readonly value: T} | {readonly raw: string; readonly problem: string}

type LibraryItem = [BareItem, Map<string, BareItem>]

export interface Item {
  readonly value: BareItem
  readonly parameters: ReadonlyMap<string, BareItem>
}

/** Several field lines are one value, joined by commas: RFC 9110 section 5.3. */
export function parseItem(lines: readonly string[]): Parsed<Item> {
  return parsed(lines, text => {
    return item(libraryItem(text) as LibraryItem)
  })
}

/** Members that are inner lists are refused: no field this project reads has them. */
export function parseItems(lines: readonly string[]): Parsed<Item[]> {
  return parsed(lines, text =>
    (libraryList(text) as (LibraryItem | [LibraryItem[], unknown])[]).map(([value, parameters]) => {
      if (Array.isArray(value)) throw new ParseError(0, 'an inner list where an item belongs')
      return item([value, parameters as LibraryItem[1]])
    }),
  )
}

/** Dates have 15 digits on the wire (RFC 9651 section 3.3.7), more than JavaScript's can show. */
function item([value, parameters]: LibraryItem): Item {
  for (const date of [value, ...parameters.values()]) {
    if (date instanceof Date && Number.isNaN(date.getTime())) throw new ParseError(0, 'a date beyond all calendars')
  }
  return {value, parameters}
}

/** @throws SerializeError for a value the format cannot carry */
export function writeItem(value: BareItem, parameters: ReadonlyMap<string, BareItem> = new Map()): string {
  return serializeItem([value, new Map(parameters)])
}

function parsed<T>(lines: readonly string[], parse: (text: string) => T): Parsed<T> {
  const raw = lines.join(', ')
  try {
    return {raw, value: parse(raw)}
  } catch (error) {
    if (error instanceof ParseError) return {raw, problem: error.message}
    throw error
  }
}
