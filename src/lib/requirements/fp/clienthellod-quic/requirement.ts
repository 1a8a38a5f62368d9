import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/clienthellod-quic',
  level: 'none',
  binds: 'method',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'The clienthellod fingerprint of a QUIC first flight',
  asks: 'It joins three 64-bit ids and keeps the first eight octets of their SHA-1: one of the Initial header (version, connection ID and packet number lengths, frame types, token), one of the normalised ClientHello, one of the transport parameters.',
  why: 'It tells apart clients with the same JA4 whose Initials or transport parameters differ, which a filter could use as well.',
  sends:
    'Computed as an optional second opinion from the first Initial packets of a client, and shown with its three parts, so that a difference can be traced to one of them.',
  counts: {
    info: 'the value and its three ids, with the commit of the definition',
  },
  hint: 'Name the commit with each value: the definition lives in one file of the clienthellod repository, which has moved.',
  pitfalls: [
    'The library skips Initials that are not QUIC version 1.',
    'A changed value alone does not say what differs: look at the three ids.',
  ],
  see: ['RFC 9000 section 17.2', 'RFC 9000 section 18'],
  status: {kind: 'method'},
})
