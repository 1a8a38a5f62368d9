import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/8/eif',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'second-ip'],
  title: 'Which sources reach the client with and without an open uncompressed context',
  asks: 'With an open uncompressed context the proxy listens on the same port for every authorized target; without one, only registered tuples get through. No level is stated.',
  why: 'The answer decides whether peers behind NATs can connect at all, and whether a client that closed the context is really shielded from strangers.',
  sends:
    'The responder sends from three sources (the registered one, another port, another address) to the public address, once with the uncompressed context open and once after it was closed.',
  counts: {
    pass: 'any source arrives while the context is open, and only registered tuples do without it',
    info: 'the table of what arrived in each state, with a mark if an unregistered source still arrives long after the CLOSE',
    inconclusive: 'not even the registered source arrives, or a firewall in front of the proxy cannot be ruled out',
  },
  hint: 'Look at whether the socket is connected to one target, and at whether the filter is renewed when the uncompressed context closes.',
  pitfalls: ['A proxy may restrict sources by policy even while the context is open.'],
  see: ['draft-ietf-masque-connect-udp-listen section 8.1', 'RFC 5780 section 4.4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
