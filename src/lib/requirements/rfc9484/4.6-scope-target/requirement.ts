import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/scope-target',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether the target scope of a request limits where packets may go',
  asks: "A client may limit its request to a hostname or an IP prefix; '*' or no value asks for any allowed destination. The proxy may use the scope to refuse at once what the user may not reach.",
  why: 'An operator who relies on the scope for access control is mistaken if packets to other destinations pass. A client cannot tell what its tunnel is good for.',
  sends:
    "A tunnel scoped to the address next to the responder's, and in it packets to the responder, which is out of that scope. An unscoped tunnel to the responder as control.",
  counts: {
    pass: 'a packet out of scope is not forwarded, ideally with ICMP unreachable in return; or the scope is refused at once',
    info: 'forwarded although the advertised routes exclude it, forwarded because the routes include it, or dropped without ICMP; and any ICMP code',
    inconclusive: 'the unscoped control tunnel does not reach the responder either',
  },
  hint: 'Look for a scope that is parsed and stored, but neither turned into routes nor checked when packets are forwarded.',
  pitfalls: [
    'Scope is what the client declares; enforcement follows from the advertised routes only, so compare with those first.',
    'An immediate 4xx for a scope that the user may not reach is equally fine.',
  ],
  see: ['RFC 9484 section 4.7.3', 'RFC 9484 section 7.2.1'],
})
