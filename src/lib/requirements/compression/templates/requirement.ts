import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'compression/-/templates',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the peer uses templates to compress HTTP Datagrams',
  asks: 'A young draft on templates, derived fields and checksum offload for HTTP Datagrams; so far it asks nothing that is tested here.',
  why: 'A peer that compresses with one that does not sends datagrams nobody can read; the sign of it helps to explain such a tunnel.',
  sends:
    'Nothing is sent for it. Header fields and capsules of the extension are recognised in what the peer sends and reported.',
  counts: {
    info: 'header fields or capsules of the extension are seen, or not',
    inconclusive: 'no tunnel was opened in which they could show',
  },
  hint: 'Look for experimental extensions switched on by default in one of the two ends.',
  pitfalls: ['The draft changes quickly: names and code points may differ between versions.'],
  see: ['RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
