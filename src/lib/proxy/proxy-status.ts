/** Proxy-Status as we send it: RFC 9209. The identifier is the program's name. */
import {Token, writeItem, type BareItem} from '../wire/structured-field.js'

const IDENTIFIER = new Token('masque')

export function proxyStatus(parameters: Readonly<Record<string, BareItem | undefined>>): [name: string, value: string] {
  const present = Object.entries(parameters).filter((entry): entry is [string, BareItem] => entry[1] !== undefined)
  return ['proxy-status', writeItem(IDENTIFIER, new Map(present))]
}

/** `error` with its recommended status (RFC 9209 section 2.3). */
export function proxyError(
  error: string,
  details?: string,
  more: Readonly<Record<string, BareItem>> = {},
): [string, string] {
  // A String of structured fields is ASCII (RFC 9651 section 3.3.3).
  const ascii = details?.replaceAll(/[^\x20-\x7e]/g, '?')
  return proxyStatus({error: new Token(error), ...more, details: ascii})
}
