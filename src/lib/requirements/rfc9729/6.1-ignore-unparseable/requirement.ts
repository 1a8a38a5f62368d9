import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.1/ignore-unparseable',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A broken Concealed credential counts as no credential at all',
  asks: 'A frontend must ignore the whole field if a parameter is missing or cannot be parsed, and a failed check at the backend must be treated as if the field were absent.',
  why: 'A 400 for a garbled credential tells a prober that the server knows the scheme; a proof accepted from another connection lets a thief replay it.',
  sends:
    'Sends requests with each parameter k, a, p, s, v missing or garbled, with a wrong key, a wrong exporter, and a proof from another connection, alternating with requests without the field and with good ones.',
  counts: {
    pass: 'the same answer as without the field, while good credentials from the same client are accepted',
    fail: 'the answer differs in a stable way from the one without the field over 3 alternations, or a proof from another connection is accepted',
    info: 'the same answer, but without credentials for a positive control; a server without the scheme does the same',
    inconclusive: 'a front end rejects the field for its size or syntax on every path',
  },
  hint: "Look for a parse error that becomes a 400 instead of 'not authenticated'.",
  pitfalls: [
    'The proof is bound to the connection, not to the request: using it again on the same connection is legal.',
    'An s of 1 to 9 is excluded by the grammar by accident: use it neither as good nor as bad.',
    'Padding, + and / are outside the grammar; quoted values are a grey area and at most worth a note.',
  ],
  see: ['RFC 9729 section 6.3', 'RFC 9729 section 8'],
})
