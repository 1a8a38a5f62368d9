import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/icmp-shared-address',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'On a shared address, ICMP goes only to the client it concerns',
  asks: 'A proxy that forwards ICMP arriving on a shared external address must inspect the packet quoted in it, and forward it only to the client whose scope matches.',
  why: 'The quotation holds addresses, ports and first octets of a packet. Sent to the wrong client, it discloses what another user is doing.',
  sends:
    "Two sessions of ours with disjoint scopes share an external address. The responder sends ICMP errors that quote A's packets, and forged ones that match neither.",
  counts: {
    pass: "only A receives A's errors, and unmatched ones reach nobody",
    fail: "B receives an error that quotes A's packet",
    info: 'no ICMP is forwarded at all',
    inconclusive: 'the sessions have different external addresses, or the errors are filtered before the proxy',
  },
  hint: 'Look for ICMP delivery by external address alone, without a parse of the quoted header.',
  pitfalls: [
    "If the quoted packet matches B's scope as well, delivery to B is allowed: the scopes have to be disjoint.",
    'Prove the sharing: packets of both sessions have to show one source at the responder.',
  ],
  see: ['RFC 9484 section 4.6', 'RFC 5508 section 4.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
