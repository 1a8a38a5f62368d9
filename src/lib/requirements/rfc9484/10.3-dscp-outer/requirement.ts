import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.3/dscp-outer',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['raw-client', 'responder'],
  title: 'The inner DSCP is not copied to a congestion-controlled outer connection',
  asks: 'If the outer connection is under congestion control, the endpoint must not copy the inner DSCP to the outer header. Without it, QUIC datagrams may carry a translated value.',
  why: 'Different markings get reordered on the path. The outer congestion controller reads that as loss and slows the whole tunnel; an observer can pick out single flows.',
  sends:
    'The responder sends long blocks of inner packets with DSCP 0, 10 and 46 to the client; the outer packets are captured and their DSCP is set against the blocks.',
  counts: {
    pass: 'the outer DSCP stays constant',
    fail: 'the outer DSCP follows the inner one over HTTP/1.1 or HTTP/2, or over HTTP/3 with visible congestion control',
    warn: 'it follows the inner one over HTTP/3, and whether congestion control is on is unknown',
    inconclusive: 'no raw capture is possible, or the path rewrites DSCP',
  },
  hint: "Look for a write that copies the inner traffic class into the outer packet's control data.",
  pitfalls: ['Networks on the path remark: compare blocks, not single packets.'],
  see: ['RFC 2474 section 3', 'RFC 8085 section 3.1.11'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
