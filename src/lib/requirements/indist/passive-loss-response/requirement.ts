import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-loss-response',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['capture', 'netem'],
  title: 'Whether dropped packets reveal DATAGRAM frames by the missing retransmission',
  asks: 'RFC 9221 warns that an attacker on the path who drops packets may notice DATAGRAM frames, because QUIC does not retransmit them. Nothing is asked of the endpoints.',
  why: 'An observer that may also drop packets can tell a tunnel from a download, even when every readable octet is the same.',
  sends:
    'In a laboratory only: drops every n-th outer packet of a MASQUE session and of an ordinary GET with similar volume, and compares how much data is sent again.',
  counts: {
    pass: 'retransmission after loss looks alike in both kinds of session',
    info: 'the share of lost data that is sent again in each kind of session',
    inconclusive: 'no capture or packet filter at hand, or no comparable GETs',
  },
  hint: 'This follows from unreliable delivery itself; there is nothing to repair, only something to know.',
  pitfalls: [
    'The inner protocol may retransmit on its own and blur the picture.',
    'It needs control of the path and harms traffic: laboratory only.',
  ],
  see: ['RFC 9221 section 6', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
