import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/-/extension-permissions',
  level: 'may',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Later extensions may lift or add to these rules',
  asks: 'Later documents may remove the rules on fragmentation and DF, and may define how Context IDs are registered, in header fields or capsules.',
  why: 'Whoever judges a tunnel by the base rules alone reports faults where an extension was negotiated that permits the behaviour.',
  sends:
    "Nothing; it would need an extension that is written and negotiated, and then that extension's own rules are tested.",
  counts: {
    info: 'for reference: before fragmentation, ECN or Context IDs are judged, make sure that no extension was negotiated',
  },
  hint: "Read the extension's own document before you take an unusual datagram for a fault.",
  pitfalls: ['An extension is negotiated through fields or SETTINGS: record them with every result.'],
  see: ['RFC 9298 section 3.1', 'RFC 9298 section 4'],
  status: {
    kind: 'untestable',
    reason: 'it is addressed to the authors of later documents; an implementation has nothing to show',
  },
})
