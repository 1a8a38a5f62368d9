import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/ja4',
  level: 'none',
  binds: 'method',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'JA4: a sorted fingerprint of the ClientHello in three parts',
  asks: 'Part one has transport (q, t, d), version, server name or not, counts, first and last character of the first ALPN name. Part two hashes the sorted ciphers, part three the sorted extensions and then the signature algorithms in wire order, all without GREASE.',
  why: "Sorting makes it stable where browsers permute extensions; lists in wide use carry it, so a client's value tells how it will be classified.",
  sends:
    'For QUIC, CRYPTO frames of all Initials are reassembled with the keys of the version in the header, and the value begins with q. Extensions 0x0000 and 0x0010 count in part one but not in the hash; an empty list gives twelve zeros. Checked against q13d0310h3_55b375c5d22e_cd85d2d88918.',
  counts: {
    info: 'the value, with its raw lists beside it',
  },
  hint: 'Reference programs differ from the description for odd ALPN names and in how they recognise QUIC: follow the description.',
  pitfalls: [
    'There is no separate JA4Q: for QUIC it is JA4 with the letter q.',
    'With a HelloRetryRequest, use the first of the two ClientHellos and report the second.',
    'Skip a GREASE ALPN value before taking the first name.',
    'With ECH only the outer ClientHello is described.',
  ],
  see: ['RFC 9001 section 5.2', 'RFC 9369', 'RFC 8701'],
  status: {kind: 'method'},
})
