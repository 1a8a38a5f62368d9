import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/optimistic',
  level: 'may',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A client may send datagrams before the response over HTTP/2 and HTTP/3',
  asks: 'A client may send UDP payloads before it has the response. The proxy may leave them unprocessed when it refuses the request or when they overtake it. RFC 9931 withdrew this for HTTP/1.x.',
  why: 'It saves a round trip. A client that counts on those datagrams being delivered loses its first packets at proxies that drop them.',
  sends:
    "A client's request is watched for datagrams that come before the response. Towards a proxy, datagrams follow the HEADERS at once, and the responder sees whether they arrive.",
  counts: {
    info: 'whether the client sends early, and whether the proxy delivers or drops what comes early',
    inconclusive: 'early datagrams may have been lost on the outer path',
  },
  hint: 'If first packets are lost, look whether the proxy holds datagrams while the target name is being resolved.',
  pitfalls: ['Dropping and delivering are both permitted.'],
  see: ['RFC 9931', 'RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
