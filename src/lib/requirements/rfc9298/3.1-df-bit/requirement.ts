import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/df-bit',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: "IPv4 packets to the target carry the Don't Fragment bit",
  asks: 'On IPv4 packets to the target the proxy must set DF, if it can.',
  why: "Without DF, routers fragment on the way: path MTU discovery by the client's protocol measures a path that does not exist, and fragments die at the next firewall.",
  sends:
    'At least ten datagrams of 1, 100, 1000 and 1400 octets to an IPv4 responder, which captures DF and IP ID of each packet and of other traffic from the same address.',
  counts: {
    pass: 'DF is set on all',
    fail: 'DF is clear on all, while other traffic from the same egress address arrives with DF set',
    warn: 'DF varies, is clear at some sizes only, or is clear on all with no other traffic to compare',
    inconclusive: 'the egress is IPv6 only, or a device on the path clears DF',
  },
  hint: "Set IP_MTU_DISCOVER to IP_PMTUDISC_DO or PROBE on Linux, or the platform's DF option, on every egress socket.",
  pitfalls: [
    "The rule says 'if possible': where the operator documents a limit of the platform, it is a warning.",
    'Some carrier NATs and tunnels clear DF, and IPv6-to-IPv4 translators set it by size.',
    'Linux clears DF after accepting a path MTU below 552: run this before the tests that send Packet Too Big.',
  ],
  see: ['RFC 8085 section 3.2', 'RFC 7915 section 5.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
