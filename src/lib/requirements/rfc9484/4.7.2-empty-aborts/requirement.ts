import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/empty-aborts',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'An ADDRESS_REQUEST without entries aborts the request stream',
  asks: 'An endpoint that receives an ADDRESS_REQUEST with zero entries must abort the IP proxying request stream.',
  why: 'If the proxy ignores it, a faulty client waits for ever for an answer to a request that asked for nothing, and its fault stays hidden until it meets a strict proxy.',
  sends:
    'A canary packet, then a capsule of type 0x02 and length 0; after 3 round trips another canary shows whether the tunnel still forwards. A valid request in another tunnel is the control.',
  counts: {
    pass: 'the stream is ended in any way: reset, FIN, or closing of the connection',
    fail: 'the stream stays open and the tunnel still forwards the canary',
    inconclusive: 'the tunnel forwards no canary before the capsule, or a valid ADDRESS_REQUEST ends the stream too',
  },
  hint: 'Look for a parser that loops over the entries and returns happily when there are none.',
  pitfalls: [
    'An empty ADDRESS_ASSIGN or ROUTE_ADVERTISEMENT is legal: only ADDRESS_REQUEST must not be empty.',
    'Silence after the capsule is not proof of either outcome.',
  ],
  see: ['RFC 9297 section 3.3'],
})
