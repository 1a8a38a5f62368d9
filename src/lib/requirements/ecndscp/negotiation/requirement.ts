import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/negotiation',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Contexts for ECN and DSCP are offered and answered in valid lists',
  asks: 'A client that can read and set ECN offers ECN-DSCP-Context-ID, a List of inner lists with a DSCP and the Context IDs for Not-ECT, ECT(1), ECT(0) and CE. A proxy may answer with its own; it must not enable the extension if it cannot handle ECN.',
  why: 'A proxy that answers but cannot parse the contexts swallows the datagrams: the client has switched to them, and its connection goes dark.',
  sends:
    'A request with ECN-DSCP-Context-ID: (0 0 2 4 6); the response field is parsed. Then datagrams in context 0 and in each offered context, five times each, to a target that echoes.',
  counts: {
    pass: 'the field comes back with valid lists, with odd Context IDs where the proxy allocated them',
    fail: 'the field is answered, yet datagrams in every offered context vanish in five tries each while context 0 is echoed',
    info: 'no answer, which means no support and is allowed',
    inconclusive: 'the request is refused because of the list syntax, or context 0 is silent too',
  },
  hint: 'Look whether the offered contexts are entered into the datagram dispatcher before the response is sent.',
  pitfalls: [
    "The draft's own example puts commas inside the inner list, which is not valid syntax: spaces are sent, commas understood.",
    'The silence of the offered contexts counts only because context 0 echoes at the same time.',
  ],
  see: ['RFC 9651 section 3.1.1', 'RFC 9298 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
