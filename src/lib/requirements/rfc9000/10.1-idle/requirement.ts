import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9000/10.1/idle',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Which idle timeout governs the connection that carries the tunnel',
  asks: 'The idle timeout in force is the smaller of the two max_idle_timeout values; 0 or no value means none.',
  why: 'With a short timeout, tunnels without traffic die while the application thinks they are open. Users see flows that hang after a pause.',
  sends:
    'Reads the transport parameter max_idle_timeout (0x01) of the proxy during the handshake and computes the smaller of both values.',
  counts: {
    info: 'the value that applies, used by the idle tests; below 30 s, that tunnels die unless PING frames keep them',
    inconclusive: 'the handshake did not complete',
  },
  hint: "Look at the QUIC library's default, which is often 30 s or less and rarely set for tunnels.",
  pitfalls: ['The value says what was announced; a NAT on the path may forget the flow sooner.'],
  see: ['RFC 9000 section 18.2', 'RFC 9298 section 3.1'],
})
