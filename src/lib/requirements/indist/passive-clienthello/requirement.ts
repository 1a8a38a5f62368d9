import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-clienthello',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What an observer reads in the ClientHello',
  asks: 'The ClientHello is readable by anyone, in QUIC too, since Initial keys derive from a visible connection ID. No document asks that a MASQUE client look like a browser; the requirements draft wants it to look like Web traffic.',
  why: 'Cipher suites, extensions, ALPN and the server name make a sharp fingerprint; a client that differs in MASQUE mode can be blocked by a one-line rule.',
  sends:
    'Captures MASQUE sessions and ordinary GETs by the same client, reassembles every ClientHello, and compares JA3, JA4 and each field: suites, extensions and their order, groups, key shares, signature algorithms, ALPN, SNI or ECH, PSK identity lengths, GREASE.',
  counts: {
    pass: "the ClientHello is that of the client's ordinary GETs",
    info: "the fields that differ from the client's own Web profile or from a browser",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for a TLS configuration built anew for the proxy connection: another ALPN list, other groups or other suites.',
  pitfalls: [
    'With ECH only the outer ClientHello is readable, and GREASE ECH looks like the real thing.',
    'A HelloRetryRequest leads to two ClientHellos in one CRYPTO stream: use the first, report the second.',
    'Post-quantum shares spread the ClientHello over two or more Initial datagrams, in any order.',
  ],
  see: ['RFC 9001 section 5.2', 'RFC 8446 section 4.1.2', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
