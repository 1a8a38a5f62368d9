import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9000/13.4/ecn-feedback',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['raw-client'],
  title: 'ECN counts are reported wherever the platform can read them',
  asks: 'An endpoint that can read ECN fields must report the counts of ECT(0), ECT(1) and ECN-CE in its ACK frames, even if it sets no ECT itself.',
  why: 'Without feedback, or with impossible counts, the sender disables ECN for the connection, and the outer path reacts to congestion by loss alone.',
  sends:
    'Sends outer packets marked ECT(0) and looks for ACK frames of type 0x03 from the proxy; compares the counts with what was sent, in each packet number space.',
  counts: {
    pass: 'ACK frames carry ECN counts that match what was sent',
    fail: 'impossible counts: they decrease, or their total exceeds the packets sent',
    info: 'no ECN counts at all, which a platform without access to the field explains',
    inconclusive: 'the path clears ECN, shown by a capture or a second endpoint',
  },
  hint: 'Look for counters shared by all packet number spaces, or for a socket without the option that delivers the TOS or traffic class.',
  pitfalls: [
    'The path may turn ECT(0) into CE or ECT(1): compare totals, not single counters.',
    'ACK frames arrive reordered: use only those that raise the largest acknowledged packet.',
    'Each packet number space has counts of its own.',
  ],
  see: ['RFC 9000 section 19.3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
