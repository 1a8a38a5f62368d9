import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/overlap-between-clients',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether two clients can hold overlapping assigned prefixes at the same time',
  asks: 'Nothing is asked: the text has no rule against it. Requests with different scopes may even share one public address, and behind NAT every client can have the same inner address.',
  why: "Overlap is harmless as long as replies find their way. If they do not, one user receives another's packets, or the older tunnel goes dead without notice.",
  sends:
    'Several tunnels in parallel, with equal and different identities, connections and scopes; all assigned prefixes are compared, and each tunnel asks for the address of another. Each sends a tagged flow, and replies must return to the tunnel that sent it.',
  counts: {
    pass: 'no overlap, or overlap in which every reply reaches its own tunnel',
    info: 'the table of overlaps (none, equal scopes, disjoint scopes, NAT), and whether packets of one unscoped tunnel reach another or the older tunnel goes dead',
    inconclusive: 'only one tunnel can be opened at a time',
  },
  hint: 'Look for a table from address to tunnel in which a second entry silently replaces the first.',
  pitfalls: [
    'Overlap alone is never a fault.',
    'The same external address is not an overlap of assignments: go by what ADDRESS_ASSIGN says.',
    'If the older tunnel dies with its stream open, rfc9484/4.1/maintain-assignments judges it.',
  ],
  see: ['RFC 9484 section 4.6', 'RFC 9484 section 11'],
})
