import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-first-flight-sizes',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Sizes, number and order of the first datagrams in both directions',
  asks: 'QUIC limits an unvalidated server flight to three times what the client sent and sets a minimum of 1200 octets for Initials. Beyond that, no document asks for particular sizes.',
  why: "The length of the server's flight betrays its certificate chain; a size pattern that only the proxy has identifies it without any field being read.",
  sends:
    'Records direction, size, gap and coalescing of the first ten datagrams in at least 20 MASQUE sessions and 20 ordinary GETs, interleaved, and sees whether the two sets can be told apart.',
  counts: {
    pass: 'the sizes lie within the range of ordinary GETs',
    info: 'the size patterns, and whether they separate the two kinds in 19 of 20 runs or more',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: "Look at the certificate chain and padding of the proxy's listener compared with the Web listener.",
  pitfalls: [
    'Certificate compression, resumption, stapled responses and key type change the sizes: keep the ticket state the same for both.',
  ],
  see: ['RFC 9000 section 8.1', 'RFC 9000 section 14.1', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
