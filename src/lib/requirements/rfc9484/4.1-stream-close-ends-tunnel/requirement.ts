import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/stream-close-ends-tunnel',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether anything is still forwarded after the request stream has closed',
  asks: 'The life of the tunnel is tied to the request stream: when the stream is gone, so is the tunnel.',
  why: "A proxy that goes on forwarding delivers a former user's packets to nowhere or to the next holder of the address, and keeps resources that the client believes it gave back.",
  sends:
    'While a responder keeps sending to the assigned address, the tunnel is closed by FIN, by reset, or with the connection; then late datagrams for the closed stream are sent on the same connection, where it is still up. The responder records what still arrives.',
  counts: {
    pass: 'a second after the close nothing is forwarded in either direction; the responder gets ICMP or silence',
    info: 'packets are still forwarded after the close; or what the responder gets to see',
    inconclusive:
      "the responder got nothing before the close either, or a FIN left the proxy's side of the stream open",
  },
  hint: 'Look for a datagram dispatcher that keeps the entry of a finished stream, or an interface that is removed by a slow timer only.',
  pitfalls: [
    "A FIN from the client leaves the proxy's side open, and what happens then is not specified.",
    'Packets already under way at the close may arrive within the first second.',
  ],
  see: ['RFC 9297 section 2.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
