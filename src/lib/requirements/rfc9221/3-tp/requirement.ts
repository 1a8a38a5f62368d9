import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/tp',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Which max_datagram_frame_size the server advertises',
  asks: 'A non-zero max_datagram_frame_size (0x20) says that DATAGRAM frames are taken, up to that size with type and length counted. For most uses 65535 is recommended.',
  why: 'A small limit makes clients fall back to capsules or drop large packets; below about 1200 octets no QUIC fits through the tunnel.',
  sends: "Reads the server's transport parameters in the handshake.",
  counts: {
    pass: 'at least 1200, with 65535 recommended',
    info: 'the value; also a small one, or an absent or zero one beside SETTINGS_H3_DATAGRAM = 1',
    inconclusive: 'no QUIC connection',
  },
  hint: 'Look for a default buffer size of the QUIC library that ends up in the transport parameter.',
  pitfalls: [
    'The limit covers the frame type and the length field, so the payload is a few octets smaller.',
    'max_udp_payload_size and the path MTU limit frames as well.',
  ],
  see: ['RFC 9297 section 2.1.1'],
})
