import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/success-means-socket',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether datagrams flow in both directions after a success response',
  asks: 'A success response says that the socket is open and that the proxy will convert HTTP Datagrams to UDP packets and back until the tunnel ends. No keyword of obligation is attached.',
  why: 'A success without forwarding is the worst outcome for a client: no error, no data, and no reason to fall back to another path.',
  sends:
    'A number of unique payloads to an echo target, by DATAGRAM frame and by capsule; the echoes are counted. With a responder, what arrived there tells the direction of a loss.',
  counts: {
    pass: 'echoes return, with no systematic loss in one direction',
    info: 'which encodings work and which one replies use; or nothing reaches the responder in three tunnels while another port of it works',
    inconclusive:
      "loss without the responder's view, or every target on the responder is silent, which path or egress filter may explain",
  },
  hint: 'If nothing leaves, compare the two receive paths: often only DATAGRAM frames or only capsules are wired to the socket.',
  pitfalls: [
    'The proxy is free to answer in either encoding.',
    'Silence alone says nothing: a second target through the same proxy frames it.',
  ],
  see: ['RFC 9297 section 2.1', 'RFC 9297 section 3.5'],
})
