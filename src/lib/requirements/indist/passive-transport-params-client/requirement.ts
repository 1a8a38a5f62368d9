import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-transport-params-client',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: "What an observer reads in the client's transport parameters",
  asks: "The client's QUIC transport parameters travel in the readable ClientHello. RFC 9221 has a client that takes DATAGRAM frames advertise max_datagram_frame_size (0x20), and that too is visible.",
  why: 'A parameter sent only for MASQUE, or an unusual set of values, tells an observer which connections are proxied.',
  sends:
    'Captures both kinds of session, reads extension 0x0039 and compares parameters by id, order and value, max_datagram_frame_size, max_udp_payload_size, version_information, GREASE and vendor ids such as 0x3127 among them.',
  counts: {
    pass: "ids and values are those of the client's ordinary GETs",
    info: 'the parameters that differ, for example 0x20 in MASQUE sessions only',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether the client enables DATAGRAM frames only for proxying; enabling them for all connections removes the difference.',
  pitfalls: [
    'Some browsers send 0x20 as well: measure the baseline rather than assume it.',
    'With ECH the outer and inner ClientHello may differ; only the outer one is seen.',
    'Some stacks shuffle the order: compare as a set, and note the kind of order.',
  ],
  see: [
    'RFC 9000 section 18',
    'RFC 9001 section 8.2',
    'RFC 9221 section 3',
    'draft-ietf-masque-ip-proxy-reqs-03 section 3.8',
  ],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
