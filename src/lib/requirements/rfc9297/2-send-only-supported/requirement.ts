import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2/send-only-supported',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Datagrams are sent only for requests that define them',
  asks: 'An endpoint must send HTTP Datagrams only for a request whose semantics include them; a plain GET or POST has none.',
  why: 'A conforming client aborts the request that such a datagram names, so users see page loads fail at random on connections that also carry a tunnel.',
  sends:
    'Runs tunnels and ordinary GET and POST requests side by side and lists the Quarter Stream IDs of all DATAGRAM frames received; the responder keeps a steady stream of packets coming.',
  counts: {
    pass: "every DATAGRAM frame names a tunnel's stream",
    fail: 'a DATAGRAM frame names the stream of a request without datagrams, at least 3 times',
    inconclusive: 'the proxy sends no DATAGRAM frames',
  },
  hint: 'Look at how the Quarter Stream ID is chosen on sending: a counter of requests or a reused stream handle is a usual cause.',
  pitfalls: [
    'Other negotiated extensions, such as WebTransport, may use datagrams legitimately.',
    'The stream ID is four times the Quarter Stream ID; forgetting this makes innocent frames look wrong.',
  ],
  see: ['RFC 9297 section 2.1'],
})
