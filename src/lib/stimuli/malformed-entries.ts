/** Values of ADDRESS_ASSIGN and ADDRESS_REQUEST with one thing wrong each, beside a good one: both have the same form. */
import {writeEntries} from '../wire/connect-ip/address-entry.js'
import {concat} from '../wire/bytes.js'
import type {Capsule} from './fatal-capsule.js'

/** For documentation (RFC 5737, RFC 3849): to wish for them, or to offer them, means nothing to anybody. */
const ONE = {address: '192.0.2.77', prefixLength: 32}
const SIX = {address: '2001:db8::', prefixLength: 64}

export function goodEntry(type: bigint, requestId: bigint): Capsule {
  return {name: 'nothing', type, value: writeEntries([{...ONE, requestId}])}
}

export function malformedEntries(type: bigint, requestId: bigint): readonly Capsule[] {
  const good = writeEntries([{...ONE, requestId}])
  const six = writeEntries([{...SIX, requestId}])
  return [
    {name: 'IP version 5', type, value: writeEntries([{...ONE, requestId, version: 5}])},
    {name: 'prefix length 33 for IPv4', type, value: writeEntries([{...ONE, requestId, prefixLength: 33}])},
    {name: 'prefix length 129 for IPv6', type, value: writeEntries([{...SIX, requestId, prefixLength: 129}])},
    {name: 'bits set below the prefix', type, value: writeEntries([{...ONE, requestId, prefixLength: 24}])},
    {name: 'an entry cut short', type, value: concat(good, six.subarray(0, -3))},
    {name: 'an octet too many', type, value: concat(good, Uint8Array.of(0))},
  ]
}
