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
  sends:
    'Sends the same field five times on one connection, with a proof in the right form of a key that nobody registered, and as many requests without it on another connection, and compares the answers.',
  counts: {
    info: 'whether later uses are answered like the first, or otherwise, or the connection ends before them',
    inconclusive: 'requests were not answered',
    notApplicable: 'tunnels are opened without credentials',
  },
  hint: 'Look for a replay cache that knows the proof but not the connection it belongs to.',
  pitfalls: [
    'A key that the proxy does not know shows a cache that comes before the check, and not one behind it.',
    'Repetition on the same connection is never a replay; only another connection makes it one.',
  ],
  see: ['RFC 9729 section 6.3'],
})
