import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/no-optimistic-h1',
  level: 'must',
  binds: 'both',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'In HTTP/1.1 nothing is sent into the tunnel before the success response',
  asks: 'Sending packets ahead of the response is not allowed in HTTP/1.x. An intermediary that turns HTTP/2 or HTTP/3 into HTTP/1.1 must not forward any capsule before it has parsed a success.',
  why: 'A server that refuses the Upgrade reads the early octets as the next request on that connection. Whoever controls the inner packets can then smuggle a request past the front end.',
  sends:
    "A scripted proxy holds back the 101 for a while and records every octet after the client's request head. Through an intermediary, early capsules are sent over HTTP/2 or HTTP/3 while the scripted HTTP/1.1 origin holds back its answer.",
  counts: {
    pass: 'nothing follows the request head until the 101 has been sent',
    fail: 'the client sends DATAGRAM capsules before the 101, or the intermediary forwards any capsule before it',
    warn: 'the client sends only an early ADDRESS_REQUEST, a capsule that carries no packet',
    inconclusive: 'the client sends nothing even after the 101, or no chain with an intermediary is available',
  },
  hint: 'Look for a tunnel writer that starts with the request, shared with the HTTP/2 and HTTP/3 code, instead of waiting for the parsed 101.',
  pitfalls: [
    'Clients may send early over HTTP/2 and HTTP/3: only the HTTP/1.1 hop behind the intermediary is judged.',
    'For clients the text speaks of packets, for intermediaries of every capsule; hence the milder verdict on an early ADDRESS_REQUEST.',
  ],
  see: ['RFC 9484 section 7.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
