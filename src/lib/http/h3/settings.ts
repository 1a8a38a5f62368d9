/** What we announce when nothing else is asked for. */
import type {Random} from '../../spec/random.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import {MAX_FIELD_SECTION} from './request-reader.js'

/**
 * H3_DATAGRAM always, as RFC 9297 section 2.1.1 recommends; no dynamic table; one reserved identifier, so that a
 * peer that stumbles over unknown settings is found out.
 */
export function ourSettings(random: Random): settings.Setting[] {
  return [
    {id: settings.QPACK_MAX_TABLE_CAPACITY, value: 0n},
    {id: settings.QPACK_BLOCKED_STREAMS, value: 0n},
    {id: settings.MAX_FIELD_SECTION_SIZE, value: BigInt(MAX_FIELD_SECTION)},
    {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
    {id: settings.H3_DATAGRAM, value: 1n},
    {id: frame.reserved(BigInt(random.integer(1000))), value: BigInt(random.integer(1000))},
  ]
}
