import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'method/-/ptb-matrix',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Who reports a packet as too big, and where: three separate cases',
  asks: "Three places: the client's own tunnel entrance; beyond the proxy's egress, where CONNECT-UDP drops without fragmenting and CONNECT-IP should report in the tunnel; and packets from the target too big for the tunnel, which the proxy should report to the target.",
  why: 'A proxy can be right in one place and a black hole in another. One merged verdict hides which direction stalls.',
  sends:
    "Three independent tests, each with its own control: an oversized datagram at the client's entrance, a narrow hop behind the proxy, and an oversized packet from the target. Each records who reports, to whom and with which MTU.",
  counts: {
    info: 'three findings side by side, one per place, never merged',
  },
  hint: 'Name the place in every finding: entrance at the client, egress of the proxy, or the way back into the tunnel.',
  pitfalls: [
    'CONNECT-IP also forwards reports from routers beyond the proxy; check the source address before crediting the proxy with one.',
  ],
  see: ['RFC 9298 section 6.1', 'RFC 9484 section 7.2', 'RFC 9484 section 10.1'],
  status: {kind: 'method'},
})
