import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/1/routes',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether both ends can tell each other which routes they offer',
  asks: 'The introduction counts a way of negotiating routes at both ends among the needs, though no section of the published -03 takes it up. No level is stated.',
  why: 'Without routes a client sends everything or nothing into the tunnel, and a network behind a client cannot be reached.',
  sends:
    'Nothing of its own; coverage is taken from the requirements of RFC 9484 section 4.7.3 on ROUTE_ADVERTISEMENT.',
  counts: {
    info: 'how those requirements came out',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look at whether ROUTE_ADVERTISEMENT is both sent and read.',
  pitfalls: ['A proxy need not take up the routes a client offers.'],
  see: ['RFC 9484 section 4.7.3'],
  status: {
    kind: 'covered',
    by: [
      'rfc9484/4.7.3/format',
      'rfc9484/4.7.3/ordering',
      'rfc9484/4.7.3/forwards-advertised',
      'rfc9484/4.7.3/supersede',
    ],
  },
})
