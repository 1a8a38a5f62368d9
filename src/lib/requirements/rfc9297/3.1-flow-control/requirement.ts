import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.1/flow-control',
  level: 'none',
  binds: 'proxy',
  over: ['2'],
  runClass: 'safe',
  needs: [],
  title: 'Whether capsules keep to the flow control of the layer below',
  asks: 'Capsules travel in the data stream and so are subject to the flow control of the stream and connection below them.',
  why: 'A proxy that overruns the window gets its connection closed by the client; one that queues without bound delivers packets that are seconds old.',
  sends:
    'Grants a stream window of 16 KiB and no updates; asks the target for four times as much, counts the octets that come until nothing more does, then opens the window and counts what comes of the rest.',
  counts: {
    info: 'whether the excess is dropped or queued, and how much; octets beyond the limit, which RFC 9113 forbids',
    inconclusive: 'the proxy sends too little to reach the limit',
  },
  hint: 'Look at the queue between the UDP socket and the stream: it should be short and drop when full.',
  pitfalls: [
    'HTTP/2 counts the DATA payload with its padding.',
    'Over HTTP/3 our own QUIC closes a connection whose peer exceeds a limit, so that every probe would tell.',
    'Dropping packets while blocked is ordinary UDP behaviour.',
  ],
  see: ['RFC 9000 section 4.1', 'RFC 9113 section 6.9.1'],
})
