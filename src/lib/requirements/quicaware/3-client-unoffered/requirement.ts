import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/client-unoffered',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'destructive',
  needs: ['mock-origin'],
  title: 'A client aborts a request that is answered with a transform it did not offer',
  asks: 'A client that is given a transform it did not offer must abort the request.',
  why: "It would send forwarded packets in a form it cannot produce, or fall back to sending them untransformed, which exposes the user's traffic to comparison on both sides of the proxy.",
  sends:
    'A scripted proxy answers the client\'s request with Proxy-QUIC-Forwarding: ?1 and transform="x-unknown", three times, and watches the request stream.',
  counts: {
    pass: 'the client resets the request',
    fail: 'the client keeps the request open and goes on using it, in three runs',
    inconclusive:
      'the client disappears for another reason, or sends nothing after the response that would show its state',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: 'Look at the code that reads the response: an unknown transform name may fall through to a default case.',
  pitfalls: ['An abort of the whole connection also ends the request.'],
  see: ['draft-ietf-masque-quic-proxy section 6.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
