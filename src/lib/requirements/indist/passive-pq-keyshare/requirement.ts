import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-pq-keyshare',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Whether the ClientHello carries a post-quantum key share',
  asks: "No MASQUE document asks for a post-quantum group. With X25519MLKEM768 (0x11ec) the client's share has 1216 octets and the server's 1120, so that the ClientHello needs two or more datagrams or TCP segments.",
  why: 'Browsers of 2026 send such a share; a client without it, or with it only for MASQUE, differs by the size of its first packets.',
  sends:
    'Captures both kinds of session and records the groups offered, the number and size of the datagrams with the ClientHello, and how its CRYPTO frames are split and ordered.',
  counts: {
    pass: 'groups and sizes lie within the range of ordinary GETs',
    info: "the groups and sizes seen, and where they differ from the browsers' profile",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at the list of groups in the TLS library that the MASQUE client is built with.',
  pitfalls: [
    'A missing share is the rarer profile in 2026, not an error.',
    'Reassemble all Initial datagrams before comparing anything.',
  ],
  see: ['RFC 9001 section 4.3', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
