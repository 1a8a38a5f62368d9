import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.6/transport-security',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP proxying runs over a transport with authentication, confidentiality and integrity',
  asks: 'The protocol must run over one that gives mutual authentication, confidentiality and integrity; TLS and QUIC count as sufficient. RFC 9484 kept encryption and authentication, but not that it be mutual.',
  why: "On an open connection anyone on the path reads and alters all of the user's packets, which is what the tunnel was meant to prevent.",
  sends:
    'Nothing of its own; coverage is taken from rfc9484/4/encryption, which tries a request over a connection without TLS.',
  counts: {
    info: 'how that requirement came out, and how the client was authenticated, if at all',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look for a listener without TLS that serves the same handler.',
  pitfalls: ['A client that is not authenticated violates nothing in RFC 9484.'],
  see: ['RFC 9484 section 4', 'RFC 9484 section 11'],
  status: {kind: 'covered', by: ['rfc9484/4/encryption']},
})
