import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/9/response-buffer',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Pending compression responses are limited, and the proxy aborts at the limit',
  asks: 'An endpoint that cannot send its ACK or CLOSE at once, because of flow or congestion control, must limit how many it keeps. A proxy that reaches the limit must abort the request stream.',
  why: 'A client that registers without end and never grants stream credit would otherwise make the proxy store answers until its memory is gone.',
  sends:
    "nothing; it would need a look into the peer's memory. Withholding stream credit while registering shows an abort if one comes, but says nothing if none does.",
  counts: {},
  hint: 'Count queued responses per stream; and remember that an abort under withheld credit is permitted and must not be held against the proxy elsewhere.',
  pitfalls: ['An abort while credit is withheld is right and must not fail any other requirement.'],
  see: [],
  status: {
    kind: 'untestable',
    reason:
      'The limit is a matter of memory inside the peer; that no abort comes below an unknown limit proves nothing',
  },
})
