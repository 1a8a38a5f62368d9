import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-h2-frames',
  level: 'none',
  binds: 'proxy',
  over: ['2'],
  runClass: 'safe',
  needs: [],
  title: "What the server's first HTTP/2 frames tell",
  asks: 'HTTP/2 has the server begin with SETTINGS and leaves identifiers, order, values and further frames to it.',
  why: 'The first frames tell one library from another; a rare one together with ENABLE_CONNECT_PROTOCOL makes a short list of suspects.',
  sends:
    "Connects over HTTP/2 without credentials and records the server's SETTINGS with order and values, WINDOW_UPDATE, further first frames, the time of the settings acknowledgement and any GOAWAY text; compares with mainstream servers.",
  counts: {
    pass: 'the profile is that of a mainstream server',
    info: 'the profile seen, such as a rare combination with ENABLE_CONNECT_PROTOCOL',
    inconclusive: 'HTTP/2 is not offered or the connection fails at once',
  },
  hint: "Look at what a front end such as a load balancer sends: the frames are its own, not the proxy's.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'The usual HTTP/2 fingerprint strings describe clients; for servers the notation is our own.',
  ],
  see: ['RFC 9113 section 3.4', 'RFC 9113 section 6.5'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
