import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/break-signal',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What client and target get to see when a session breaks',
  asks: 'Nothing is asked of the target side: the text ties the tunnel to the request stream, and leaves open what is signalled to whom when either end goes away.',
  why: 'If a break looks like loss on either side, applications wait for their own timeouts, often minutes, where an error or a closed stream would let them reconnect at once.',
  sends:
    'Ends our direction of a tunnel that carries, and records how and when the proxy ends its own, while a tunnel beside shows that it is alive. Of a reset, a closed connection or a black hole the client sees nothing, and what a target sees needs one that goes on sending.',
  counts: {
    info: 'the signal to the client and its delay, or that its stream is left open',
    inconclusive: 'the tunnel carried nothing before, or the connection was lost',
  },
  hint: 'Look at what the end of the stream triggers: removal of the address should make the host answer with ICMP unreachable rather than silence.',
  pitfalls: [
    'No text says what the end of one direction of the stream means for the tunnel.',
    'A stream that stays open without forwarding is judged under rfc9484/4.1/idle-close.',
  ],
  see: ['RFC 9000 section 10', 'RFC 9114 section 5.2'],
})
