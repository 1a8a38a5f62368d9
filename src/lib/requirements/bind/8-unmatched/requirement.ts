import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/8/unmatched',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'What becomes of inbound packets that match no registration',
  asks: 'A packet from a source for which there is neither a compressed nor an uncompressed context is dropped or buffered for a short time. No level is stated.',
  why: 'Peers often send before the client has opened its context. Whether that first packet survives decides if a connection starts at once or after a retransmission.',
  sends:
    'No context is open; a source of the responder sends to the public address; an uncompressed context is opened 50 ms later, in a second run 2 s later, and late deliveries are noted.',
  counts: {
    info: 'dropped, or delivered late and after how long; both are permitted',
    inconclusive: 'nothing from that source arrives even while the uncompressed context is open',
  },
  hint: 'Look at the buffer for packets without a context: how long it holds them and how many.',
  pitfalls: [
    'Loss on the way looks like dropping: several packets are sent, and delivery with the context open serves as control.',
  ],
  see: ['RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
