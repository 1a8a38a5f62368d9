import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'ROUTE_ADVERTISEMENT capsules are well formed',
  asks: 'ROUTE_ADVERTISEMENT (0x03) is a list of ranges, each with IP Version, start address, end address and IP Protocol. The version must be 4 or 6, and the start must not be above the end.',
  why: 'The receiver must end the stream on a malformed range, so a strict client loses its tunnel; a lax one installs a route to the wrong part of the network.',
  sends: 'A tunnel is opened and an address requested; every ROUTE_ADVERTISEMENT that arrives is parsed strictly.',
  counts: {
    pass: 'all ranges are well formed and fill the capsule exactly',
    fail: 'a version other than 4 or 6, a range that starts above its end, or octets left over or missing',
    inconclusive: 'no ROUTE_ADVERTISEMENT is received',
  },
  hint: 'Look for an encoder that writes address and prefix length where start and end belong, or that swaps the octet order.',
  pitfalls: [
    'An empty capsule is well formed: it withdraws all ranges.',
    'A range of one address has equal start and end.',
  ],
  see: ['RFC 9297 section 3.3'],
})
