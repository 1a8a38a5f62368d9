import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.1/max-datagram-usable',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'What largest UDP payload fits a DATAGRAM frame in each direction',
  asks: 'DATAGRAM frames are not fragmented, so QUIC settings and path MTU limit the payload. No size is demanded, but QUIC inside the tunnel needs 1200 octets.',
  why: 'Below 1200 octets in either direction a QUIC handshake through the tunnel cannot start in DATAGRAM frames, which looks like a dead proxy.',
  sends:
    'Echoes of varying size, narrowed by halving; the result is compared with the size computed from the outer packet and its overhead. The responder tells the two directions apart. Repeated after 5 s.',
  counts: {
    pass: '1200 octets or more in both directions',
    info: 'the sizes measured and their growth; less than 1200, or directions that differ by more than 100 octets',
    inconclusive: "the tester's own stack or link is the limit, or echoes are lost at random",
  },
  hint: 'Check max_datagram_frame_size, the initial outer packet size and whether path MTU discovery runs on the outer connection.',
  pitfalls: [
    'The outer path MTU may grow during the session, as from 1200 to 1452: measure again after 5 s.',
    'Our own transport parameter and link MTU must not be the limit.',
  ],
  see: ['RFC 9000 section 14', 'RFC 9221 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
