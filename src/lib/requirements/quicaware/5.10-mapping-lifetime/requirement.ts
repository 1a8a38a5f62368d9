import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/mapping-lifetime',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'How long forwarding goes on after a mapping was closed',
  asks: 'A mapping is described as lasting until a CLOSE capsule, the end of the stream or the end of the connection.',
  why: 'Mappings that outlive their tunnel let packets pass for a user who has left, and keep connection IDs blocked for others.',
  sends:
    'With forwarding in use, a mapping is closed by CLOSE_TARGET_CID, in another run by closing the stream; forwarded packets with the old VCID go on for five seconds. The responder logs arrivals.',
  counts: {
    pass: 'nothing is forwarded after three round trips',
    info: 'packets are still forwarded after five seconds',
    inconclusive: 'packets were not forwarded before the close either',
  },
  hint: 'Look whether the end of the stream removes the entry from the fast path as well as from the session table.',
  pitfalls: ['Packets in flight when the mapping closes still arrive.'],
  see: ['draft-ietf-masque-quic-proxy section 5.6', 'draft-ietf-masque-quic-proxy section 6.8'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
