import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/stream-close-closes-socket',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether the socket is released when the request stream closes',
  asks: "The document ties the socket's life to the request stream, so the end of the stream ends the socket. No keyword of obligation is attached.",
  why: 'Sockets that outlive their streams add up: the proxy runs out of ports or descriptors after some hours and refuses new tunnels.',
  sends:
    'Twenty tunnels are opened and closed, then one more. With a responder, packets are sent on to the port of a closed tunnel and ICMP answers and port reuse are watched.',
  counts: {
    pass: 'ICMP port unreachable within 5 s of the close, and further tunnels open',
    info: 'the port still takes packets 2 min after the close; how ICMP behaves after it; 429 or 503 from a rate limit',
    inconclusive: 'ICMP is filtered on the way, so an open and a closed port look alike',
  },
  hint: 'See whether every way a stream can end (FIN, reset, connection loss) reaches the code that closes the socket.',
  pitfalls: [
    '429 or 503 after many tunnels is rate limiting, not a leak.',
    'Silence after the close does not show an open port: many hosts send no ICMP.',
  ],
  see: ['draft-westerlund-masque-transport-issues'],
})
