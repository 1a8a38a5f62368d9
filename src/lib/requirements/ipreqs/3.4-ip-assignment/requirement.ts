import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.4/ip-assignment',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether either end can request and assign address ranges',
  asks: 'A client is to be able to ask for an address range, with a preference, and the server to assign one of its choosing or decline; the same holds the other way round, and without being asked. No level is stated.',
  why: 'Site-to-site tunnels and overlays need assignment in both directions. A proxy that serves only one address for one client cannot carry them.',
  sends:
    'Nothing of its own; coverage is taken from the requirements of RFC 9484 sections 4.7.1 and 4.7.2 on ADDRESS_ASSIGN and ADDRESS_REQUEST.',
  counts: {
    info: 'which directions and which kinds of assignment work',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look at whether ADDRESS_ASSIGN and ADDRESS_REQUEST are handled in both roles.',
  pitfalls: ['A request that is declined is an answer too and shows that the mechanism works.'],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 4.7.2'],
})
