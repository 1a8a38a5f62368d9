import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-server-tps',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: "What the server's transport parameters tell anyone who connects",
  asks: "The server's QUIC transport parameters are hidden from observers but shown to every client, before any authentication. A server that takes DATAGRAM frames has to advertise max_datagram_frame_size (0x20).",
  why: 'Identifiers, order and values together name the QUIC library; with 0x20 beside them a scanner has a short list of proxies.',
  sends:
    "Completes a handshake without credentials, records identifiers, order and values of the server's transport parameters and compares them with those of common stacks.",
  counts: {
    pass: 'the parameters are those of a common Web profile',
    info: 'the parameters seen, such as a recognisable stack together with 0x20',
    inconclusive: 'the handshake fails for all, or there are no reference servers to compare with',
  },
  hint: "Look at which values are the library's defaults: a rare library with its defaults is the easiest to recognise.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Identifiers and order may be shuffled by design: compare as sets.',
  ],
  see: ['RFC 9221 section 3', 'RFC 9000 section 18'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
