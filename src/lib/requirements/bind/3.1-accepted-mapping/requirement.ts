import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/accepted-mapping',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'An acknowledged context carries the bare payload to and from its tuple',
  asks: 'Whoever accepts a registration must save the mapping. From then on, datagrams on that Context ID hold nothing but the UDP payload, to and from the registered tuple.',
  why: 'An ACK without a working mapping is worse than a rejection: the client stops using the uncompressed form and its traffic ends at the wrong host or arrives spoilt.',
  sends:
    'Context 4 is registered for the responder; after the ACK, marked payloads are sent on it. The responder logs tuple and payload and echoes. For a client, a scripted proxy registers an odd ID and sends on it.',
  counts: {
    pass: 'the payload arrives unchanged at the registered tuple and replies come back',
    fail: 'the payload goes to another tuple, or arrives with octets added or missing, in three runs with a good direct control',
    info: 'on which context the replies came: the compressed or the uncompressed one',
    inconclusive: 'nothing arrives, or the direct control fails',
  },
  hint: 'Look for the tuple header of the uncompressed form being added or stripped here too, or for a port read in host order.',
  pitfalls: [
    'Single datagrams get lost: DATAGRAM capsules or repetition rule that out.',
    'Replies may come on the compressed or the uncompressed context; both are right.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
