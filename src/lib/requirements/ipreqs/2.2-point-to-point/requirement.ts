import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/2.2/point-to-point',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A private encrypted network between two addresses can be set up',
  asks: 'The protocol must support point-to-point use: a private, encrypted and authenticated network between two IP addresses.',
  why: 'Overlays between containers or sites need an address at each end. A proxy that ignores what the client assigns can serve only as an exit to the Internet.',
  sends:
    'Client and proxy assign each other one address, and packets go between the two; coverage is also taken from rfc9484/4.7/client-capsules-accepted.',
  counts: {
    info: "whether the proxy took up the client's assignment, and whether packets went between the two addresses",
    inconclusive: 'the proxy assigns no address, or no packet gets through at all',
  },
  hint: 'Look for ADDRESS_ASSIGN from a client being dropped unread.',
  pitfalls: [
    'A proxy is free not to take up an address a client offers; this binds the protocol and not each deployment.',
  ],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 8.2'],
})
