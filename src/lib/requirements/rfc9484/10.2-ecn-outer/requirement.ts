import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.2/ecn-outer',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['raw-client', 'responder'],
  title: 'Outer packets outside congestion control are marked Not-ECT',
  asks: 'A sender must mark QUIC packets that are outside congestion control as Not-ECT. With congestion control on, inner and outer ECN are independent.',
  why: "ECT promises a reaction to congestion marks. Packets that carry it without any reaction take a queue's benefit and push out flows that do slow down.",
  sends:
    'The responder sends inner packets with each ECN codepoint to the client, while the outer packets from the proxy are captured and their codepoints compared.',
  counts: {
    pass: 'the outer codepoint does not depend on the inner one',
    fail: 'the operator states that congestion control is off, and the outer packets with IP datagrams carry ECT',
    warn: 'the outer codepoint copies the inner one, which makes sense only without congestion control',
    inconclusive: 'the path clears ECN, or no raw capture is possible',
  },
  hint: 'Look for a write to the socket that passes the inner traffic class on as control data.',
  pitfalls: [
    'Whether congestion control is off cannot be seen from outside.',
    "A CE mark may come from the path: only ECT is the sender's own.",
  ],
  see: ['RFC 6040 section 4.1', 'RFC 3168 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
