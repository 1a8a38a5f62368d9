import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/9/limits',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'Whether a target refused to plain requests is refused in bound mode too',
  asks: 'A proxy that refuses some targets to plain requests needs to check the target of every uncompressed datagram and of every COMPRESSION_ASSIGN in the same way. No level is stated.',
  why: 'In bound mode the target is no longer part of the request. A policy that looks only at the URI lets anyone reach internal hosts through the tunnel.',
  sends:
    "A plain CONNECT-UDP request to a responder of one's own on a refused address, to see that it is refused; then uncompressed datagrams and a COMPRESSION_ASSIGN to the same address on a bound tunnel. The responder notes what arrives.",
  counts: {
    pass: 'the datagrams are dropped and the registration is answered by COMPRESSION_CLOSE',
    info: 'no policy was seen (the plain request is accepted too), or the refused target was reached in bound mode, which is shown prominently',
    inconclusive: 'an allowed address is not reached either, so silence says nothing about the policy',
  },
  hint: 'Look for the target check in the request handler, and move it to where a datagram or a registration is turned into a destination.',
  pitfalls: [
    "Only an address of one's own may be used as the refused target.",
    'The path to the refused address may be broken for other reasons: an allowed address serves as control.',
  ],
  see: ['RFC 9298 section 7'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
