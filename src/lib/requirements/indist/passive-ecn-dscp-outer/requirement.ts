import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-ecn-dscp-outer',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Whether ECN, DSCP, TTL or flow label outside follow the traffic inside',
  asks: 'The outer IP header is in the clear. By RFC 9484 the inner DSCP must not be copied outwards where the outer connection is congestion-controlled; nothing is asked of TTL and flow label.',
  why: 'An outer field that changes with the inner packet tells an observer which kind of traffic the tunnel carries at each moment.',
  sends:
    'Sends inner traffic with different marks through the tunnel, captures the outer packets together with those of ordinary GETs, and compares ECN, DSCP, TTL and flow label.',
  counts: {
    pass: 'the outer fields are those of ordinary GETs and stay the same whatever is inside',
    info: 'the values seen, and any outer field that follows the inner one',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for code or a kernel tunnel that copies the traffic class from the inner to the outer header.',
  pitfalls: ['The network may rewrite DSCP and ECN: capture next to the sender.'],
  see: [
    'RFC 9484 section 10.2',
    'RFC 9484 section 10.3',
    'RFC 9298 section 6.2',
    'draft-ietf-masque-ip-proxy-reqs-03 section 3.8',
  ],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
