import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/-/h3datagram-vs-tp',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Whether SETTINGS_H3_DATAGRAM and max_datagram_frame_size agree',
  asks: 'SETTINGS_H3_DATAGRAM = 1 is of use only together with a non-zero max_datagram_frame_size (0x20). No RFC demands that the two agree.',
  why: 'A server with the setting but without the transport parameter promises datagrams that no client may send it: everything falls back to capsules, and some clients end the connection.',
  sends: 'Compares the SETTINGS of the proxy with its transport parameters.',
  counts: {
    pass: 'both are there, or both are absent',
    info: 'setting 1 with the parameter absent, 0 or below 1200; or DATAGRAM frames from the proxy although ours was absent, which rfc9221/3/send-needs-tp judges',
    inconclusive: 'SETTINGS were not received',
  },
  hint: "Look whether the switch that enables HTTP Datagrams also sets the QUIC library's transport parameter.",
  pitfalls: [
    'Some stacks, aioquic among them, treat the setting without the parameter as H3_SETTINGS_ERROR; the final RFC has no such rule.',
  ],
  see: ['RFC 9297 section 2.1.1', 'RFC 9221 section 3'],
})
