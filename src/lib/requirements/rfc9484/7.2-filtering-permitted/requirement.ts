import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/filtering-permitted',
  level: 'may',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Endpoints may drop any packets by their own policy',
  asks: 'An IP proxying endpoint may filter the packets that it forwards in any further way it likes.',
  why: 'Whoever reads a missing packet as a bug blames the wrong part: a filter for a port or protocol explains many drops that look like broken forwarding.',
  sends:
    'Sends packets of various protocols, ports, sizes and options through the tunnel. A responder records which of them never arrive.',
  counts: {
    info: 'the profile of what passes and what does not',
    inconclusive: 'nothing at all arrives at the responder',
  },
  hint: "Compare with the filter rules in force, including the host's firewall, before a search in the code.",
  pitfalls: [
    'A finding that rests on a missing packet needs a control which shows that the drop is specific to the rule under test.',
    'Filters between proxy and responder look the same: compare with a direct path.',
  ],
  see: [],
})
