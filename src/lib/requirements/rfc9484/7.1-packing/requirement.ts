import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.1/packing',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Shared and split carriage of inner packets loses nothing',
  asks: 'One outer packet may hold several DATAGRAM frames, and one DATAGRAM capsule may be spread over several outer packets. Receivers must cope with both.',
  why: 'A parser that stops after the first frame, or expects a whole capsule per read, loses packets only under load or with certain clients, which looks like a bad network.',
  sends:
    'HTTP/3: two and three DATAGRAM frames in one QUIC packet. All versions: one capsule cut at every octet boundary over frames or segments, with pauses. A responder counts what arrives.',
  counts: {
    pass: 'all inner packets arrive once and intact',
    fail: 'the later frames or the split capsule are missing in all 5 tries while the same packets sent singly pass, or the stream ends with an error',
    inconclusive: 'our stack did not pack the frames as asked, or single packets are lost too',
  },
  hint: 'Look for a read loop that handles one frame per packet, or parses a capsule out of a single buffer.',
  pitfalls: [
    'Loss of a datagram is normal: compare the rate with that of single packets.',
    'Our own log has to show that the frames really shared one packet.',
  ],
  see: ['RFC 9221 section 5', 'RFC 9297 section 3.5'],
})
