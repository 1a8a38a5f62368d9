import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/quic-initial',
  level: 'none',
  binds: 'method',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A raw record of the QUIC first flight',
  asks: 'A list instead of a hash: version, connection ID, token and packet number lengths, frame types per Initial, split of CRYPTO frames, datagram sizes, place of padding, transport parameters in order with their values.',
  why: 'A hash says only that something differs; the list shows what, which is the part an implementer can change.',
  sends:
    "Taken from a capture of the client's first flight and compared item by item between MASQUE sessions and ordinary GETs.",
  counts: {
    info: 'the list, and the items that differ',
  },
  hint: 'Mask what is random by design before comparing: connection IDs, GREASE values, shuffled order.',
  pitfalls: ['Retry and Version Negotiation change the first flight: compare flights with the same history.'],
  see: ['RFC 9000 section 17.2', 'RFC 9000 section 18', 'RFC 9001 section 5'],
  status: {kind: 'method'},
})
