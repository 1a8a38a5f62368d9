import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/ack',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Context acknowledgements match what was assigned',
  asks: 'An endpoint must acknowledge only what its peer assigned, with the same five values; it must treat an acknowledgement of something it never assigned as malformed.',
  why: 'The two ends hold different tables: marks are applied to the wrong context, and nothing on the wire tells why.',
  sends:
    'Once the capsule types are assigned: ECN_DSCP_CONTEXT_ASSIGN is sent and the answer compared with it, then an acknowledgement that nobody asked for. For a client, a scripted proxy does the same.',
  counts: {
    pass: 'acknowledgements repeat the assignment, and the unsolicited one ends the stream with an error',
    fail: 'the endpoint under test sends an acknowledgement that matches no assignment',
    info: 'the unsolicited acknowledgement is ignored',
    inconclusive: 'no acknowledgement arrives, or the stream ends for another reason',
    notApplicable: 'the capsule types are not assigned yet, or the extension is not enabled',
  },
  hint: "Look whether the acknowledgement is built from the stored assignment or from the endpoint's own defaults.",
  pitfalls: ['The capsule types have no values yet, so nothing can run before IANA assigns them.'],
  see: ['RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
