import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.3/close-any',
  level: 'may',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: [],
  title: 'Either endpoint may close any context, whoever opened it',
  asks: 'An endpoint may close any Context ID with COMPRESSION_CLOSE, whichever side registered it, for instance because it is unused or its target is not allowed.',
  why: 'A client that takes each CLOSE for an error will not survive a proxy that clears idle contexts; it helps to know when a given proxy does so.',
  sends:
    'Contexts are left idle and the time until a COMPRESSION_CLOSE is noted; a context that the proxy opened is closed by us.',
  counts: {
    info: 'after how long the proxy closes idle contexts, and whether our CLOSE for its own ID is honoured',
    inconclusive: 'the tunnel ends before anything was closed, or the proxy opened no context',
  },
  hint: "Make sure that a CLOSE for one's own registration at any moment leads back to the uncompressed form and not to an error.",
  pitfalls: ['A CLOSE for an idle context is never a fault.'],
  see: ['draft-ietf-masque-connect-udp-listen section 8.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
