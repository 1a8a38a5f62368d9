import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/success-means-tunnel',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a successful response is followed by a usable IP tunnel',
  asks: 'A success tells the client that the proxy has set up an IP tunnel and is willing to carry its packets.',
  why: 'A success without an address, a route or any traffic leaves a client with an interface that is up but dead, and the user blames the network behind it.',
  sends:
    'After the success an ADDRESS_REQUEST for one IPv4 and one IPv6 address, a wait of 15 s, then ICMP and UDP echoes to a responder inside an advertised route.',
  counts: {
    pass: 'echoes come back through the tunnel',
    info: 'a success, but within 15 s no address, no route and no traffic',
    inconclusive:
      'addresses and routes are configured statically or come from the client, or the responder cannot be reached from the proxy at all',
  },
  hint: 'Look for a response that is sent before the interface, the address pool and forwarding on the host have been set up.',
  pitfalls: [
    'In a statically configured or site-to-site service neither an address nor a route need ever be sent.',
    "Check from the proxy's own network that the responder can be reached.",
  ],
  see: ['RFC 9484 section 4.7'],
})
