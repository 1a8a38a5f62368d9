import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-cid-lengths',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Which connection ID lengths an observer reads',
  asks: 'Long headers state the lengths of both connection IDs, and whoever has seen them can read the ID in short headers. Nothing is asked of the lengths beyond the limit of QUIC version 1.',
  why: "A length that the operator's Web servers do not use marks the proxy's packets one by one, for the whole life of the connection.",
  sends:
    'Captures both kinds of session and records the Destination and Source Connection ID lengths (0 to 20 octets) in each direction.',
  counts: {
    pass: 'lengths are those of an ordinary GET by the same client to the same origin',
    info: "the lengths seen, and where they differ from the operator's Web servers or a browser",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at the connection ID generator: load balancers and QUIC-aware proxying often set a length of their own.',
  pitfalls: ['The client picks the first Destination Connection ID at random, so its length may vary by design.'],
  see: ['RFC 9000 section 17.2', 'RFC 9000 section 5.1', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
