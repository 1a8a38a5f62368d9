import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/break-signal',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: ['responder'],
  title: 'What client and target get to see when a session breaks',
  asks: 'Nothing is asked of the target side: the text ties the tunnel to the request stream, and leaves open what is signalled to whom when either end goes away.',
  why: 'If a break looks like loss on either side, applications wait for their own timeouts, often minutes, where an error or a closed stream would let them reconnect at once.',
  sends:
    'A UDP and a TCP flow run to a responder; then the session is broken in turn by FIN, reset, CONNECTION_CLOSE and a black hole on the outer path, and drains by the proxy are waited for. Client and responder record signals and delays.',
  counts: {
    info: 'the signal on each side and its delay; loss without a signal, or a stream left open without forwarding, is reported as a fact',
    inconclusive: 'the flows did not run before the break, or the break could not be brought about',
  },
  hint: 'Look at what the end of the stream triggers: removal of the address should make the host answer with ICMP unreachable rather than silence.',
  pitfalls: [
    'ICMP from the proxy may be filtered on its way to the responder.',
    'With a black hole on the outer path the proxy cannot know before its idle timeout.',
    'A stream that stays open without forwarding is judged under rfc9484/4.1/idle-close.',
  ],
  see: ['RFC 9000 section 10', 'RFC 9114 section 5.2'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
