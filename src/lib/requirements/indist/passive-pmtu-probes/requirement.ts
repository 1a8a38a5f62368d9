import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-pmtu-probes',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What path MTU probes show to an observer',
  asks: 'QUIC allows an endpoint to look for a larger packet size with probes and leaves their sizes and times open.',
  why: 'The ladder of probe sizes belongs to the stack; one that no browser uses marks the client or the proxy within the first seconds.',
  sends:
    'Captures both kinds of session and lists every datagram that is larger than all before it in the same direction, with time, size and, over IPv4, the DF bit.',
  counts: {
    pass: 'probe sizes and times lie within the range of ordinary GETs',
    info: "the ladder of sizes and times, and where it differs from a browser's",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at the probe settings of the QUIC library: first step, step size and upper limit.',
  pitfalls: ['Stacks probe at random times: compare many sessions.', 'A large first data packet is not a probe.'],
  see: ['RFC 9000 section 14.3', 'RFC 9000 section 14.4', 'RFC 8899', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
