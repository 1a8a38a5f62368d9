import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5.3/not-flow-controlled',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether DATAGRAM frames flow while streams are blocked',
  asks: 'DATAGRAM frames neither use up nor wait for the flow-control credit of streams or connection. A receiver that cannot cope may drop them.',
  why: 'If they wait for MAX_DATA, one stalled download on the connection freezes every tunnel beside it.',
  sends:
    'Gives the proxy a connection window that other streams exhaust, raises it no further, and watches whether a steady stream of tagged packets from the responder goes on.',
  counts: {
    pass: 'datagrams go on while the streams are blocked',
    info: 'datagrams stop until MAX_DATA is raised, at least 3 times; drops under load, which are allowed',
    inconclusive: 'the window was not exhausted, or packets were no longer acknowledged',
  },
  hint: 'Look for a scheduler that returns early when the connection is blocked by flow control, before it comes to the datagrams.',
  pitfalls: [
    'With datagrams in frames a proxy has little to say on streams: a window of the size of some responses, which is never raised, is filled by requests alone.',
    'Congestion control may stop both: use a light load and show that packets are still acknowledged.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'engine'},
})
