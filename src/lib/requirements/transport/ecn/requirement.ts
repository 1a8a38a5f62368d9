import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/ecn',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What end-to-end ECN through a UDP proxy would need',
  asks: 'The draft argues that the client must be able to choose, and later change, the ECN field of packets to the target, and to learn the field of every packet from it. It sets no requirement.',
  why: "Copying marks as a relay does cannot work here: packets do not map one to one, and marks on the tunnel's own path are consumed there. Hence plain CONNECT-UDP sends Not-ECT, and inner flows lose ECN.",
  sends:
    'Nothing of its own; the requirements on ECN of RFC 9298 and of the draft on ECN and DSCP context IDs observe what a proxy does.',
  counts: {
    info: 'the background to those requirements',
    inconclusive: 'none of them was run',
  },
  hint: 'Remember that ECN of the tunnel connection and ECN of the inner flow are two separate things; neither may be copied into the other.',
  pitfalls: [
    'A CE mark on the tunnel path is answered by the outer QUIC connection and says nothing about the path to the target.',
  ],
  see: ['RFC 9298 section 6.2', 'RFC 3168 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
