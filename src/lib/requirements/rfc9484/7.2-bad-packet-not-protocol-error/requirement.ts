import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/bad-packet-not-protocol-error',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a bad inner packet costs the tunnel',
  asks: 'A received IP packet that fails correctness or policy checks is a forwarding error, not a protocol violation.',
  why: 'Applications and hosts behind a client can emit odd packets at any time. If one of them ends the stream, any program on the client can cut the VPN for all others.',
  sends:
    'Between two echoes, one at a time: version 0, 5 and 15, an IPv4 packet with a bad header checksum, IHL below 5, a truncated header, a spoofed source.',
  counts: {
    pass: 'the echo after each probe works and nothing broken leaves the proxy',
    info: 'the stream or connection was closed, or the broken packet was forwarded, with the probe that did it',
    inconclusive: 'the echo before the probe was lost, or silence followed that loss explains',
  },
  hint: 'Look for a packet parser whose error is returned to the stream handler and ends it there.',
  pitfalls: ['Only a close from the proxy is evidence; silence after the probe may be loss.'],
  see: ['RFC 9484 section 7.2.1', 'RFC 1812 section 5.2.2'],
})
