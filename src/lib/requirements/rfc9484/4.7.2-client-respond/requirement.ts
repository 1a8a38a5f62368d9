import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/client-respond',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Clients answer every entry of an ADDRESS_REQUEST from the proxy',
  asks: 'The duty to respond binds both ends: a client must answer each requested address by an assignment or by a refusal, with the all-zero address at full prefix length and the matching Request ID.',
  why: "In site-to-site use the proxy may need an address from the client's network, and waits for an answer before it forwards anything.",
  sends:
    'A scripted proxy sends an ADDRESS_REQUEST for one IPv4 and one IPv6 address, waits 15 s, and checks with an echo or a later capsule that the stream is still served.',
  counts: {
    pass: 'both entries are answered',
    fail: '3 times no answer within 15 s on a stream that the client keeps open and reads',
    info: 'whether the client assigned or declined',
    inconclusive: 'the client ended the stream for another reason, or nothing shows that it still reads the stream',
  },
  hint: 'Look for a client that skips ADDRESS_REQUEST as if its type were unknown.',
  pitfalls: [
    'Proxies need this in site-to-site use only, so it seldom hurts a remote-access client.',
    'Capsules travel reliably: a missing answer on a live stream is not loss.',
  ],
  see: ['RFC 9484 section 4.7.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
