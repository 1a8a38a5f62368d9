import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/buffer-limits',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'stress',
  needs: [],
  title: 'Early datagrams and those of unknown contexts are held only up to a limit',
  asks: 'A receiver that holds such datagrams should limit how many, or how many octets, it holds.',
  why: "Without a limit any client fills the proxy's memory with datagrams for a request that never comes.",
  sends:
    'Five thousand small datagrams for the next request stream, then the request; the echoes or the payloads at the responder are counted, and the connection is probed afterwards.',
  counts: {
    pass: 'a bounded number is delivered, and the connection stays healthy',
    warn: 'all are delivered, so no limit is visible; or the proxy breaks down (shown prominently)',
    inconclusive: 'loss on the outer path explains what is missing, or the request fails',
  },
  hint: 'Put a bound by count and octets on the queue of each connection, and drop the rest.',
  pitfalls: [
    'A limit above the tested number cannot be told from none.',
    'This is a load test: run it only against a proxy you operate.',
  ],
  see: ['RFC 9297 section 2.1', 'RFC 9221 section 5.3'],
})
