import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.1/flow-control',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether capsules keep to the flow control of the layer below',
  asks: 'Capsules travel in the data stream and so are subject to the flow control of the stream and connection below them.',
  why: 'A proxy that overruns the window gets its connection closed by the client; one that queues without bound delivers packets that are seconds old.',
  sends:
    'Grants a small stream window and no updates, with DATAGRAM frames disabled; the responder then sends a counted burst towards the client, and the octets received are counted.',
  counts: {
    pass: 'the proxy never exceeds the window',
    info: 'whether the excess is dropped or queued, and how much; octets beyond the limit, which RFC 9000 or RFC 9113 forbids',
    inconclusive: 'the proxy sends too little to reach the limit',
  },
  hint: 'Look at the queue between the UDP socket and the stream: it should be short and drop when full.',
  pitfalls: [
    'HTTP/2 counts the DATA payload with its padding; QUIC counts all stream data, HTTP/3 frame headers included.',
    'Dropping packets while blocked is ordinary UDP behaviour.',
  ],
  see: ['RFC 9000 section 4.1', 'RFC 9113 section 6.9.1'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
