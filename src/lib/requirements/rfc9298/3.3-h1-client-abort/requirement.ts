import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.3/h1-client-abort',
  level: 'must',
  binds: 'client',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A defective 101 makes the client close the connection',
  asks: 'If a response over HTTP/1.1 misses any requirement for success, the client must treat the attempt as failed and abort the connection.',
  why: 'A 101 for another protocol, or one with a body length, means that the two sides disagree about what follows; capsules sent then are read as something else.',
  sends:
    'A scripted proxy answers 101 with each required field left out, doubled or altered in turn, then sends a capsule; whether the client closes the connection or sends capsules is recorded.',
  counts: {
    pass: 'the client closes the connection, within a round trip',
    fail: 'after the defective 101 the client sends capsules or passes received ones to its application',
    info: 'after a plain 4xx or 407 the client reuses the connection',
    inconclusive: 'the client neither closes nor sends anything, or ended before the 101 arrived',
  },
  hint: 'Check status, Connection, Upgrade and the forbidden fields together, before the connection is handed to the capsule parser.',
  pitfalls: [
    'Only defective 101s are judged: reusing the connection after a 4xx or 407 to authenticate is ordinary HTTP.',
    'A 101 to a request that never offered the token is a matter of general HTTP rules.',
    'Allow one round trip for the close.',
  ],
  see: ['RFC 9297 section 3.2', 'RFC 9110 section 7.8'],
  status: {kind: 'planned', waitsFor: 'client'},
})
