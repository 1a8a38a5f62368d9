import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.3/closed-context',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Datagrams on a closed Context ID are discarded without harm to the tunnel',
  asks: 'After a COMPRESSION_CLOSE nobody may send on that Context ID any more. Datagrams that still arrive on it must be discarded silently, and the ID must not be used again.',
  why: 'Datagrams overtake or trail capsules all the time. A proxy that aborts on a latecomer kills healthy tunnels; one that still forwards it sends to a target the client or the policy has withdrawn.',
  sends:
    'Context 4 is closed; a later registration is sent and its ACK awaited, which proves the CLOSE was processed; then marked datagrams on context 4 and an echo in another context. A responder looks for the marks. For a client, a scripted proxy does the same.',
  counts: {
    pass: 'the datagrams vanish, and the stream and the other contexts keep working',
    fail: 'a datagram sent after the acknowledged registration reaches the target, or the stream is aborted because of it, in three runs',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'the later registration is never acknowledged, or the echo in the other context fails as well',
  },
  hint: 'Look for a closed context that stays in the forwarding table, or for an error raised where a lookup in that table fails.',
  pitfalls: [
    'Datagrams sent before the CLOSE was processed may still be delivered; only those after the acknowledged registration count.',
  ],
  see: ['RFC 9298 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
