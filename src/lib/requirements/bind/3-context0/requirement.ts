import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3/context0',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'With the target *,* a datagram in Context ID 0 aborts the request stream',
  asks: 'When both target variables are *, nobody may use Context ID 0 in HTTP Datagrams. An endpoint that receives one must abort the request stream.',
  why: 'There is no target for Context ID 0 in this mode. An endpoint that swallows such datagrams hides a peer that still works in plain mode: all its traffic is lost without an error.',
  sends:
    'On a bound *,* tunnel with a working control context, a datagram in context 0 as a DATAGRAM capsule; on a second stream, at least three acknowledged QUIC DATAGRAM frames in context 0; then a wait of three round trips and an echo in the control context. For a client, a scripted proxy sends the same.',
  counts: {
    pass: 'the request stream is aborted; on HTTP/1.1 the connection is closed',
    fail: 'the stream still carries the control echo after the capsule form was delivered, in three runs',
    warn: 'only the form in QUIC DATAGRAM frames is ignored',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'no control context works, so a living stream cannot be told from a dead one',
  },
  hint: 'Look for the plain CONNECT-UDP handler of Context ID 0 that still runs, or for a rule that drops unknown contexts before this check.',
  pitfalls: ['A QUIC DATAGRAM frame may be lost or dropped on its way; the capsule form is reliable and decides.'],
  see: ['RFC 9298 section 4', 'RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
