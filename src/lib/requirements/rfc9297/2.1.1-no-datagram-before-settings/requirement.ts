import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1.1/no-datagram-before-settings',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'destructive',
  needs: ['responder'],
  title: 'No DATAGRAM frame is sent before both sides have sent SETTINGS_H3_DATAGRAM = 1',
  asks: 'An endpoint must not send QUIC DATAGRAM frames until it has both sent and received SETTINGS_H3_DATAGRAM with value 1.',
  why: 'A client without datagram support either loses every packet from the target or closes the connection over frames that it never agreed to.',
  sends:
    'Connects as a client with max_datagram_frame_size but without 0x33, then with 0x33 = 0, then with SETTINGS held back; opens a tunnel each time, and the responder makes the proxy emit data.',
  counts: {
    pass: 'no DATAGRAM frames; the data comes in DATAGRAM capsules',
    fail: 'DATAGRAM frames arrive although our side has not sent the value 1',
    warn: 'no frames and no capsules: the data is dropped in repeated tries, or the request is refused',
    inconclusive: 'the responder cannot show that data reached the proxy, or the connection fails for other reasons',
  },
  hint: 'Look for a send path that checks only the transport parameter, or only its own setting.',
  pitfalls: ['With SETTINGS held back, count by packet order: a frame sent after our SETTINGS arrived is right.'],
  see: ['RFC 9297 section 3.5'],
})
