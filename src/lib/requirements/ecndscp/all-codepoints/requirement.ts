import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/all-codepoints',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whoever enables ECN contexts defines one for each codepoint',
  asks: 'An endpoint that enables the extension must define contexts for all four ECN values, even if it expects only one kind of ECT.',
  why: 'Packets with the missing mark have no context to travel in: they are dropped or lose their mark, and a CE lost this way hides congestion.',
  sends:
    'The header field and any capsules of the peer are parsed: five integers per list, of which four are Context IDs. For a client, a scripted proxy parses its offer.',
  counts: {
    pass: 'every list is complete',
    fail: 'an endpoint that enabled the extension gives a list with fewer contexts',
    inconclusive: 'the peer sends no list at all',
    notApplicable: 'the peer does not enable the extension',
  },
  hint: 'Look for a configuration that lets the user pick single codepoints and writes only those.',
  pitfalls: ['An empty field value only signals support and is legal.', 'Context ID 0 may serve for Not-ECT.'],
  see: ['RFC 9651 section 3.1.1', 'RFC 3168 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
