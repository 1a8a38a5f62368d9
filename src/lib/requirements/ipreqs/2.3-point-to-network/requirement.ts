import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/2.3/point-to-network',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client can reach a network behind the proxy, with routes for just that network',
  asks: 'The protocol must support remote access: a client reaches a network, such as that of its company, that is not open to the Internet.',
  why: 'Without routes of its own for that network a client must send everything through the proxy, or finds that the network it came for is unreachable.',
  sends:
    'The ROUTE_ADVERTISEMENT of the proxy is read and packets are sent to destinations inside and outside of it; coverage is also taken from the requirements of RFC 9484 section 4.7.3.',
  counts: {
    info: 'which routes were advertised, and whether destinations inside them could be reached',
    inconclusive: 'no routes were advertised, or no destination inside them is known to answer',
  },
  hint: 'Look at whether the routes advertised are those the proxy really forwards.',
  pitfalls: [
    "The published -03 names no network-to-network use; an editor's copy did.",
    'A network behind the proxy may drop the probes itself: a known responder in it serves as control.',
  ],
  see: ['RFC 9484 section 8.1', 'RFC 9484 section 4.7.3'],
})
