import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/client-respects-setting',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A client sends no DATAGRAM frame before SETTINGS_H3_DATAGRAM = 1 went both ways',
  asks: 'A client must not send QUIC DATAGRAM frames until it has both sent and received SETTINGS_H3_DATAGRAM with value 1; 0 or absence means that the peer does not take them.',
  why: "A proxy that never agreed drops the frames or closes the connection, so the client's tunnel opens and then carries nothing.",
  sends:
    "A scripted proxy advertises max_datagram_frame_size and, in turn, omits 0x33, sends 0x33 = 0, or holds its control stream back for 2 s; each time it accepts the tunnel and logs the client's frames.",
  counts: {
    pass: 'no DATAGRAM frames before the value 1 has been received; capsules are used, or the client gives up',
    fail: 'a DATAGRAM frame is sent without, or before, 0x33 = 1',
    info: 'whether the client falls back to capsules or reports a failure',
    inconclusive: 'the client opens no tunnel, or has nothing to send',
  },
  hint: 'Look for a client that takes the transport parameter alone as permission.',
  pitfalls: [
    'With 0-RTT and a stored value of 1, early frames are right.',
    'Hold back the control stream itself, and judge by packet numbers and acknowledgements, not by the clock.',
  ],
  see: ['RFC 9221 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
