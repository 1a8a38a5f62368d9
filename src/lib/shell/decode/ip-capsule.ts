/** The capsules of CONNECT-IP in words (RFC 9484 section 4.7), with what is wrong in them. */
import * as addressAssign from '../../wire/connect-ip/address-assign.js'
import {isRefusal, type AddressEntry} from '../../wire/connect-ip/address-entry.js'
import * as addressRequest from '../../wire/connect-ip/address-request.js'
import * as routes from '../../wire/connect-ip/route-advertisement.js'
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'

const SHOWN = 8

/** undefined: it is none of them. */
export function ipCapsuleWords(type: bigint, value: Uint8Array): string | undefined {
  try {
    switch (type) {
      case addressAssign.TYPE:
        return addresses(addressAssign.read(new Cursor(value)), addressAssign.problems)
      case addressRequest.TYPE:
        return addresses(addressRequest.read(new Cursor(value)), addressRequest.problems)
      case routes.TYPE: {
        const list = routes.read(new Cursor(value))
        return words(list.map(routes.show), routes.problems(list))
      }
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof WireError) return `broken: ${error.message}`
    throw error
  }
}

function addresses(entries: readonly AddressEntry[], problems: (entries: readonly AddressEntry[]) => string[]): string {
  const list = entries.map(entry => {
    const {address, prefixLength, requestId} = entry
    const request = requestId === 0n ? '' : ` (request ${requestId})`
    return isRefusal(entry) ? `declined${request}` : `${address}/${prefixLength}${request}`
  })
  return words(list, problems(entries))
}

function words(list: readonly string[], problems: readonly string[]): string {
  const more = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : ''
  const all = list.length === 0 ? 'empty' : `${list.slice(0, SHOWN).join(', ')}${more}`
  return [all, ...problems.map(problem => `WRONG: ${problem}`)].join('; ')
}
