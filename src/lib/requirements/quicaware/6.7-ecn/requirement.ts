import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.7/ecn',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'ECN marks survive on forwarded packets, in both directions',
  asks: 'In forwarded mode the proxy should carry the ECN field across in both directions. If it does not, it must clear the field; it may set CE for congestion of its own.',
  why: 'Bleached marks switch ECN off end to end. Invented or swapped marks are worse: the sender slows down for congestion that is not there, or believes that an L4S path exists.',
  sends:
    'Forwarded packets marked Not-ECT, ECT(0), ECT(1) and CE, at least 20 of each, from the responder to the client and from the client to the responder; a direct path control runs in each direction.',
  counts: {
    pass: 'each mark arrives as sent, or ECT arrives as CE, with which the proxy signals its own congestion',
    warn: 'marks always arrive as Not-ECT, or on a clean path an unmarked packet arrives marked, ECT(0) and ECT(1) are swapped, or CE turns into ECT',
    info: 'forwarding is not in use, so there is nothing to preserve',
    inconclusive: 'the direct path bleaches or rewrites the field, or too few marked packets arrive',
  },
  hint: 'Look whether the forwarding path reads the ECN field as ancillary data and sets it on the outgoing socket, per packet and not per socket.',
  pitfalls: [
    'Bleaching or re-marking on either link looks the same, hence a direct control in each direction.',
    'Only forwarded packets count here; tunnelled ones follow RFC 9298 section 6.2.',
  ],
  see: ['RFC 3168 section 5', 'RFC 9298 section 6.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
