import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/uncreated-stream',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A datagram for a stream that does not exist yet is dropped or buffered, quietly',
  asks: 'A receiver must either drop a datagram silently whose stream has not been created yet, or buffer it for about a round trip.',
  why: "A client's first datagrams often overtake its request. A proxy that answers them with an error makes tunnels fail at random, and only on paths with reordering or loss.",
  sends:
    'Sends a DATAGRAM frame for the next request stream before opening it, then opens the tunnel (CONNECT-UDP, and CONNECT-IP where offered) and sends an echo through it.',
  counts: {
    pass: 'the tunnel opens and echoes, whether or not the early datagram arrived',
    fail: 'the connection or the new stream is ended with an error',
    inconclusive: 'the early packet was not acknowledged, or the same tunnel also fails without an early datagram',
  },
  hint: 'Look for a datagram dispatcher that takes an unknown stream ID for a protocol violation.',
  pitfalls: [
    'Dropping and buffering are equally right, so a missing early payload means nothing.',
    'An ID within the stream limit is meant here; beyond the limit other rules apply.',
  ],
  see: ['RFC 9298 section 5'],
})
