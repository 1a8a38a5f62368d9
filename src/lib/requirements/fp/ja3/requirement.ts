import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/ja3',
  level: 'none',
  binds: 'method',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'JA3: a hash of the ClientHello in wire order',
  asks: 'JA3 is the MD5 of five decimal lists from the ClientHello: version, ciphers, extensions, groups and point formats, joined by hyphens within and commas between. GREASE values are left out, empty lists stay empty.',
  why: 'Many filters and logs still use it, so an operator needs the value; for browsers that permute their extensions it changes with every connection.',
  sends:
    'Computed from the first reassembled ClientHello; the version is the legacy field (771), not supported_versions. Shown beside JA4, for comparison with older lists.',
  counts: {
    info: 'the string and its hash',
  },
  hint: 'Use it to compare with old lists only; for a verdict on sameness use JA4 or the raw fields.',
  pitfalls: [
    'Clients that permute extensions have no stable value.',
    'It has no mark for the transport: a QUIC value equals a TCP value if the lists agree.',
    'With ECH it describes the outer ClientHello only.',
  ],
  see: ['RFC 8446 section 4.1.2', 'RFC 8701'],
  status: {kind: 'method'},
})
