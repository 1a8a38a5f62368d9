import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'datagram-ping/-/whole',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the peer offers datagram PING and TIMESTAMP contexts',
  asks: 'An expired draft with contexts for pings and timestamps, to measure the path of datagrams; it asks nothing of current implementations.',
  why: 'Without such a tool the delay of datagrams between client and proxy has to be read from QUIC acknowledgements.',
  sends:
    'Nothing is sent for it. Should a peer show signs of the extension, they are recognised and reported; delays are measured by QUIC acknowledgements instead.',
  counts: {
    info: 'signs of the extension are seen, or not; it is not known to be deployed',
    inconclusive: 'no tunnel was opened in which signs could show',
  },
  hint: 'Keep in mind that acknowledgements show when a packet was processed by QUIC, not when the datagram was handled.',
  pitfalls: [],
  see: ['RFC 9221 section 5', 'RFC 9000 section 13.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
