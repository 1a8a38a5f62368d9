import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/idle-activity',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'slow',
  needs: ['responder'],
  title: 'Forwarded packets keep the outer connection alive',
  asks: 'A proxy should count packets that it forwards for a client as activity and restart the outer idle timer.',
  why: 'A client that only forwards looks idle: the proxy closes the outer connection in the middle of a download, and all mappings go with it.',
  sends:
    "For twice the idle timeout only forwarded packets are sent, with the tester's own idle timer off; then a PING on the outer connection. The responder confirms that the packets arrived.",
  counts: {
    pass: 'the outer connection still answers',
    warn: 'the proxy has closed it by idle timeout although forwarded packets kept arriving at the responder',
    inconclusive: 'max_idle_timeout is unknown or above five minutes, or the forwarded packets did not arrive',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: "Look whether the forwarding fast path updates the connection's last-activity time.",
  pitfalls: ["The tester's own idle timer must be off or longer, since the shorter of the two decides."],
  see: ['RFC 9000 section 10.1', 'draft-ietf-masque-quic-proxy section 6.4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
