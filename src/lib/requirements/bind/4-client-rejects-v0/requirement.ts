import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/4/client-rejects-v0',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: ['mock-origin'],
  title: 'A client treats a COMPRESSION_ASSIGN with IP Version 0 as malformed',
  asks: 'Only clients open uncompressed contexts. A client that receives a COMPRESSION_ASSIGN with IP Version 0 must treat it as malformed, which ends the request stream.',
  why: 'A client that lets the proxy open an uncompressed context loses its say over who may reach it, and the two ends disagree on which context is the uncompressed one.',
  sends: 'A scripted proxy enables bound mode and then sends a COMPRESSION_ASSIGN for context 1 with IP Version 0.',
  counts: {
    pass: 'the client aborts the request stream',
    fail: 'the client acknowledges it, or the tunnel demonstrably goes on unharmed, in three runs',
    inconclusive: 'the client did not enter bound mode, or ended the tunnel before the capsule could reach it',
  },
  hint: 'Look for one handler of the capsule for both roles, without a check of who is allowed to send version 0.',
  pitfalls: ['A client that ends the tunnel may have finished its work: a run without the capsule serves as control.'],
  see: ['RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
