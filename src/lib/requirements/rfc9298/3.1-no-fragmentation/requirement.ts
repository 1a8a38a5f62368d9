import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/no-fragmentation',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'The proxy never fragments the UDP packets it sends',
  asks: 'The proxy must not introduce IP fragmentation when it turns HTTP Datagrams into UDP packets; datagrams that are too large are dropped silently.',
  why: "Fragments get lost on many paths and hide the real path MTU: the client's path MTU discovery believes in a size that works only by luck.",
  sends:
    'Payloads from 1400 to 65527 octets by capsule and the largest by DATAGRAM frame, each framed by small echoes; the responder captures below its IP stack and looks for fragments from the proxy.',
  counts: {
    pass: 'beyond some size nothing arrives, below it all arrives whole, no fragment is seen and the stream stays open',
    fail: 'fragments from the proxy at three sizes or more, with DF set on its whole IPv4 packets, or over IPv6 without a translator on the path',
    warn: 'a payload of at most 65527 octets closes the stream or the connection instead of being dropped',
    inconclusive:
      'the limit cannot be reached, whole IPv4 packets carry DF=0 so any router may fragment, or a translator is on the path',
  },
  hint: 'On Linux, IP_MTU_DISCOVER left at its default fragments locally above the MTU; set IP_PMTUDISC_DO or PROBE, and the IPv6 counterpart.',
  pitfalls: [
    'Capture below the IP stack: a UDP socket shows only reassembled packets.',
    'Routers can fragment only DF=0 packets: look at DF on smaller ones first.',
    'In jumbo-frame networks the MTU is 8500 or 9001: test above that.',
    "Many networks drop fragments: 'nothing arrives' counts only if a control shows that fragments get through, else it is 'effective'.",
  ],
  see: ['RFC 8085 section 3.2', 'RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
