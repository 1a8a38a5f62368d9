import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/4/context-parity',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Each side allocates only Context IDs of its own parity, and each only once',
  asks: 'Context ID 0 carries UDP payloads; clients allocate even and proxies odd IDs, of at most 62 bits. An ID must not be allocated again within a request.',
  why: 'If both sides pick from the same numbers, two meanings collide on one ID, and payloads are handed to the wrong decoder.',
  sends:
    'Every datagram and every registration from the proxy is watched for its Context ID, with and without an extension. A scripted proxy does the same to a client.',
  counts: {
    pass: 'each side registers only its own parity, and without an extension only ID 0 is seen',
    fail: "an endpoint registers an ID of the other's parity, or one it had closed before",
    warn: 'a Context ID other than 0 is used with no extension negotiated',
    inconclusive: 'no datagram and no registration was seen',
  },
  hint: 'Start the counter at 2 in a client and at 1 in a proxy, step by 2, and never give back a number.',
  pitfalls: [
    'Parity limits allocation only: a proxy may send on an even ID once the client has registered it, and the reverse.',
  ],
  see: ['RFC 9000 section 16'],
})
