import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.1/optimistic',
  level: 'may',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A client over HTTP/2 or HTTP/3 may send packets before the response',
  asks: 'Over HTTP/2 and HTTP/3 a client may send IP packets before the response to its request. The proxy may drop them.',
  why: 'Early packets save a round trip where addresses are known beforehand. A client that counts on their arrival stalls on proxies that drop them.',
  sends:
    'A scripted proxy holds its 2xx back and notes whether packets come first. Against a proxy, an echo request follows right behind the tunnel request and its fate is noted.',
  counts: {
    info: 'whether the client sends early, and whether the proxy delivers or drops such packets',
    inconclusive: 'the request was refused, or the echo fails later as well',
  },
  hint: 'Look at packets queued before addresses are assigned: their source may not be the one that is assigned.',
  pitfalls: ['Datagrams can overtake the request that opens the tunnel, so a drop may be mere reordering.'],
  see: ['RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
