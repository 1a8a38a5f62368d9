import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'schinazi-ecn/-/whole',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the older ECN extension with one context per codepoint is in use',
  asks: 'An expired draft with an earlier form of Context IDs per ECN codepoint; it asks nothing of current implementations.',
  why: 'A peer that still speaks the old form seems to support ECN and yet understands nothing of its successor.',
  sends:
    "Nothing is sent for it. Signs of the old form in a peer's header fields or capsules are recognised and named.",
  counts: {
    info: 'signs of the old extension are seen, or not',
    inconclusive: 'no exchange took place in which signs could show',
  },
  hint: 'Look for old code points or header fields left in the configuration; the successor is the one to support.',
  pitfalls: ['Superseded by the draft on ECN and DSCP for UDP proxying: recognised, not tested.'],
  see: ['draft-ietf-masque-connect-udp-ecn-dscp'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
