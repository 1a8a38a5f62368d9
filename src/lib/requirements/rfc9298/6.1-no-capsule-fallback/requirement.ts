import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.1/no-capsule-fallback',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A target packet too large for a DATAGRAM frame is not sent in a capsule instead',
  asks: 'When DATAGRAM frames are in use, the proxy should not put a packet from the target that does not fit into a DATAGRAM capsule.',
  why: 'A reliable capsule delivers what the path cannot carry: path MTU probes by the inner protocol succeed, it raises its packet size, and everything then runs over the slow path.',
  sends:
    'Small echoes show that the proxy uses DATAGRAM frames; then the responder sends packets of growing size up to 1472 octets and more, and the client notes the encoding in which each arrives.',
  counts: {
    pass: 'sizes above the limit never arrive, while small ones do',
    warn: 'large packets arrive in capsules, or one of them closes the stream or the connection (shown prominently: a target could do so at will)',
    inconclusive: 'large packets do not reach the proxy, or the limit was our own max_datagram_frame_size',
    notApplicable: 'the proxy is not seen to use DATAGRAM frames on this stream',
  },
  hint: "Look for an automatic fallback in the datagram layer: 'too large' has to lead to a drop, not to the stream.",
  pitfalls: [
    'Fragments towards the proxy may be filtered: use a size that fits the path but not the tunnel, such as 1452.',
    'Our own transport parameter must not be the limit, and the outer path MTU may grow between probes.',
  ],
  see: ['RFC 8899 section 3', 'RFC 9221 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
