import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/8/proof-reuse',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the same proof is handled on several requests of one connection',
  asks: 'Proofs are the same for all requests on one connection; they are as fresh as the connection, not as the request.',
  why: 'A server that takes the second use for a replay refuses every request of a client after its first.',
  sends: 'Sends the same valid field on several requests of one connection and compares the answers.',
  counts: {
    pass: 'it is accepted on every request of the connection',
    info: 'later requests are refused, or the server forces a new connection with GOAWAY',
    inconclusive: 'no own key that the server accepts',
  },
  hint: 'Look for a replay cache that knows the proof but not the connection it belongs to.',
  pitfalls: ['Repetition on the same connection is never a replay; only another connection makes it one.'],
  see: ['RFC 9729 section 6.3'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
