import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.1/session',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether an IP session can be requested with options, and accepted or denied',
  asks: 'The protocol is to let a client request an IP session with configuration options, and the server accept or deny it. No level is stated.',
  why: 'A denial that comes as silence, or as a tunnel that carries nothing, leaves users with a connected client and no network.',
  sends:
    'Nothing of its own; coverage is taken from the requirements of RFC 9484 section 4, among them a request that the proxy denies, which is to come back as an error with a reason.',
  counts: {
    info: 'which of those requirements cover the point, and how they came out',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look at the path that denies a request: it owes an error response, not a tunnel without addresses.',
  pitfalls: [
    'This is a wish to the designers of the protocol; a gap belongs to the protocol or its use, not to this document.',
  ],
  see: ['RFC 9484 section 4'],
  status: {
    kind: 'covered',
    by: [
      'rfc9484/4.1/success-means-tunnel',
      'rfc9484/4.1/validate-vars',
      'rfc9484/4.6/access-control',
      'rfc9484/4.6/ipproto-scope',
    ],
  },
})
