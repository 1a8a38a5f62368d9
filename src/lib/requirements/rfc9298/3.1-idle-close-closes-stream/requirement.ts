import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/idle-close-closes-stream',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: ['responder'],
  title: 'A socket closed for inactivity takes the request stream with it',
  asks: 'A proxy that closes a socket after a period of inactivity must close the request stream too.',
  why: 'If the stream stays open, the client believes in a tunnel that is gone. Its datagrams vanish without an error, and it never opens a new one.',
  sends:
    'A tunnel is left silent until its mapping is lost, as the responder sees it; the client side watches for FIN or reset, then sends again and opens a fresh tunnel for comparison.',
  counts: {
    pass: 'FIN or reset is seen no later than the mapping dies',
    fail: 'the stream stays open while datagrams vanish or the source port has changed, with no NAT or firewall on the egress and a fresh tunnel working',
    inconclusive: 'a NAT or stateful firewall on the egress is possible, or the socket outlives the test',
  },
  hint: 'Make the idle timer end the request stream, not only the socket object.',
  pitfalls: [
    'A silently replaced port may be the work of a NAT: only a proxy that holds the address itself can be judged.',
  ],
  see: ['RFC 4787 section 4.3'],
})
