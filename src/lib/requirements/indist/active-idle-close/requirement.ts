import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-idle-close',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'slow',
  needs: [],
  title: 'How an idle connection without requests is closed',
  asks: 'QUIC lets each side announce an idle timeout and close at will; HTTP/3 has an orderly close carry H3_NO_ERROR. Texts and times are left open.',
  why: 'A rare timeout, a close code of its own or a telling reason text identifies the stack to anyone who waits.',
  sends:
    'Completes a handshake, sends no request, waits beyond the announced max_idle_timeout and records the time, close code, reason text, or silence; a late packet then shows the size of a stateless reset.',
  counts: {
    pass: 'time and close are those of a mainstream server',
    info: 'the time, code, text and reset size seen, any of its own among them',
    inconclusive: 'the path or a NAT dropped the idle connection first, or the wait was cut short',
  },
  hint: "Look for reason texts and timeouts that are set in the proxy rather than taken from the Web server's profile.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Silence after the timeout is the ordinary way: QUIC closes idle connections without a packet.',
  ],
  see: ['RFC 9000 section 10.1', 'RFC 9000 section 10.3', 'RFC 9114 section 5'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
