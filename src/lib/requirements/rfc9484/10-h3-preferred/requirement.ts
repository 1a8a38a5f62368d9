import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10/h3-preferred',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP proxying is offered over HTTP/3 with DATAGRAM frames',
  asks: 'IP proxying should be carried over HTTP/3, so that DATAGRAM frames avoid two layers of loss recovery.',
  why: 'Over TCP one lost segment holds up all inner flows, and both layers retransmit the same data. Calls and games through the tunnel stutter.',
  sends:
    'Tests over which of HTTP/1.1, HTTP/2 and HTTP/3 connect-ip is offered (ALPN, Alt-Svc, HTTPS record). A client under test is watched for the version it tries first.',
  counts: {
    pass: 'HTTP/3 with HTTP Datagrams and a max_datagram_frame_size',
    warn: 'only HTTP/1.1 or HTTP/2, or HTTP/3 without datagrams',
    inconclusive: 'UDP to that port is blocked on our path',
  },
  hint: 'Look whether the QUIC listener enables DATAGRAM frames and HTTP Datagrams, and whether Alt-Svc names it.',
  pitfalls: ['Prove that UDP to that port passes before a warning is given.'],
  see: ['RFC 9297 section 2.1.1', 'RFC 9221 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
