import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/5/context-ids',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Context IDs follow the same rules as in CONNECT-UDP',
  asks: 'Context ID 0 stands for IP packets; clients allocate even values, proxies odd ones. An ID must not be allocated twice within a request.',
  why: 'An extension that compresses headers relies on these IDs. If both sides pick the same one, packets are decoded in the wrong way and corrupted without a trace.',
  sends:
    'Runs the Context ID tests of CONNECT-UDP (rfc9298/4) on an IP proxying tunnel: parity of what the peer allocates, reuse, and IP packets in context 0. A client is read in the same way.',
  counts: {
    pass: 'context 0 carries IP packets, and every allocation seen keeps parity and is made once',
    fail: 'an allocation of the wrong parity, an ID allocated a second time, or context 0 that does not carry IP packets',
    inconclusive: 'no tunnel opened, or no extension that allocates Context IDs was negotiated',
  },
  hint: 'Look for one counter of IDs that client and proxy code share.',
  pitfalls: ['Once allocated, an ID may be used by either side: an odd ID from a client is no fault in itself.'],
  see: ['RFC 9298 section 4'],
})
