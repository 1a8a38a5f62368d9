import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/send-needs-tp',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'No DATAGRAM frame is sent to a peer that did not advertise max_datagram_frame_size',
  asks: 'An endpoint must not send DATAGRAM frames before it has received a non-zero max_datagram_frame_size in this handshake or, for 0-RTT, in the earlier one.',
  why: 'A client that did not advertise it must close the connection upon the first frame, so one packet from a target takes all tunnels down.',
  sends:
    'Connects without 0x20, then with 0x20 = 0, each with SETTINGS_H3_DATAGRAM = 1; opens a tunnel, and the responder makes the proxy emit data.',
  counts: {
    pass: 'no DATAGRAM frames: capsules, drops or a refusal',
    fail: 'a DATAGRAM frame arrives',
    info: 'the connection is closed because of the setting without the parameter',
    inconclusive: 'no tunnel opens, or the responder cannot show that data reached the proxy',
  },
  hint: 'Look for a check of the HTTP setting alone, without a look at the transport parameter.',
  pitfalls: [
    "Check what the tester's own stack really put into the ClientHello.",
    'Some libraries close over the inconsistent pair; RFC 9297 has no rule either way.',
  ],
  see: ['RFC 9297 section 2.1.1'],
})
