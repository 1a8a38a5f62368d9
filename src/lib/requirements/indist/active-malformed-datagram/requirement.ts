import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-malformed-datagram',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'opt-in',
  needs: [],
  title: 'How the server meets an HTTP Datagram on a GET that is still open',
  asks: 'A request without datagram semantics that gets an HTTP Datagram must, under RFC 9297, be ended with H3_DATAGRAM_ERROR (0x33). Here it is only looked at how much the reaction tells.',
  why: 'A reset with 0x33 shows a strict datagram stack to any client: a plain Web server would not know the code.',
  sends:
    'Opens a GET whose send side stays open, sends one DATAGRAM frame for it, and watches for a reset, its code, or silence; then an ordinary GET on the same connection as control.',
  counts: {
    info: 'the reaction, and whether it differs from that of a plain Web stack',
    inconclusive: 'the GET ends before the datagram can be sent, or the control GET fails too',
    notApplicable: 'the server did not announce both SETTINGS_H3_DATAGRAM and max_datagram_frame_size above zero',
  },
  hint: 'The strict reaction is the right one; if the proxy is to stay hidden, know that it can be seen.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'On a GET that has ended, a datagram is dropped silently: keep the stream open.',
    'Never send it to a server that has not announced HTTP Datagrams: the error would answer our own violation.',
  ],
  see: ['RFC 9297 section 2', 'RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
