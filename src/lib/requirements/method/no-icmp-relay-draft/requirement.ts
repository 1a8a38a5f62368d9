import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'method/-/no-icmp-relay-draft',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether any ICMP or Packet Too Big signal reaches a CONNECT-UDP client',
  asks: 'No adopted MASQUE draft is known that carries ICMP errors or Packet Too Big to a CONNECT-UDP client; only an individual draft on transport issues of 2021 argues for it. Nothing is asked of either side.',
  why: 'A client that waits for such a signal waits for ever: towards the target it has to find the path MTU by probing. An operator who sees one is looking at a proprietary extension.',
  sends:
    'Nothing is sent for this row. Reports quote it wherever a test meets, or misses, ICMP information inside a CONNECT-UDP tunnel.',
  counts: {
    info: 'what a report says when such signalling is seen: it is proprietary',
    inconclusive: 'nothing of the kind is seen, which is what the adopted documents lead one to expect',
  },
  hint: 'If your tunnel carries ICMP details to the client, check that an extension was negotiated for it and that a plain client is not disturbed.',
  pitfalls: [
    'That no document exists is known only from searches; a newer draft may have appeared since.',
    'A tunnel that the proxy closes after an ICMP error is not such signalling: RFC 9298 section 3.1 allows for it.',
  ],
  see: ['draft-westerlund-masque-transport-issues', 'RFC 9298 section 3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
