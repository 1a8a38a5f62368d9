import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'ADDRESS_ASSIGN capsules are well formed',
  asks: 'ADDRESS_ASSIGN (0x01) is a list of entries, each with Request ID, IP Version, address and prefix length. The version must be 4 or 6, the prefix length must fit it, and the bits below the prefix must be zero.',
  why: 'The receiver must end the stream on a malformed entry, so strict clients lose the tunnel right after it came up. Host bits left set are the most frequent case.',
  sends:
    'An address is requested for each family, and every ADDRESS_ASSIGN that arrives in the tunnel is parsed strictly, including those that come unprompted.',
  counts: {
    pass: 'all entries are well formed and fill the capsule exactly',
    fail: 'a version other than 4 or 6, a wrong address length, too long a prefix, host bits below the prefix, or octets left over or missing',
    inconclusive: 'no ADDRESS_ASSIGN is received',
  },
  hint: 'Look for an interface address such as 10.0.0.5/24 that is written out as it is: mask it, or use prefix length 32 or 128.',
  pitfalls: [
    'An empty capsule is well formed: it withdraws all addresses.',
    'Integers that are not minimally encoded are legal.',
  ],
  see: ['RFC 9297 section 3.3', 'RFC 9000 section 16'],
})
