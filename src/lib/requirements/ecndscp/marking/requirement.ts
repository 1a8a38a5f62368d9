import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/marking',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Each context is sent with its own ECN and DSCP, and received marks pick the context',
  asks: 'The end that sends the UDP packets must mark them with the ECN and DSCP mapped to the Context ID; the end that receives them must pick the Context ID from the marks.',
  why: 'With a wrong mapping congestion signals vanish or appear from nowhere, and L4S or priority traffic is queued in the wrong class.',
  sends:
    'With the extension enabled, a datagram per context is sent, and the responder reads ECN and DSCP of each packet. The responder then sends packets with each mark, and the context of each datagram is read. A direct path serves as a control.',
  counts: {
    pass: 'the mapping is exact both ways',
    fail: 'on a clean path a packet carries another ECN mark than its context says, or a payload in context 0 is sent with ECN set',
    info: 'the DSCP is re-marked by policy, which the draft leaves to the deployment',
    inconclusive: 'the direct path rewrites the field too, or DSCP and Not-ECT are bleached',
    notApplicable: 'the proxy does not enable the extension',
  },
  hint: 'Look whether the mark is set per packet, as ancillary data, and whether ECT(0) and ECT(1) are in the order the list has.',
  pitfalls: ['The list has Not-ECT, ECT(1), ECT(0), CE in this order, which is easily swapped.'],
  see: ['RFC 3168 section 5', 'RFC 2474'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
