import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/port-reuse',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'How soon a proxy port is given to another tunnel to the same target',
  asks: 'No rule exists. The question is whether late replies to a closed tunnel can reach the next tunnel that gets the same port towards the same target.',
  why: "With fast reuse, one user's late answers come out of another user's tunnel: garbage to most protocols, and a leak of content.",
  sends:
    'Two identities open and close tunnels to one target in a loop; the responder answers each packet 1 to 30 s late with its tag, and records the ports.',
  counts: {
    pass: 'late replies never appear in another tunnel',
    info: 'they do; else the spread of ports, the time to reuse and ICMP after a close',
    inconclusive: 'no port came up twice, or the late replies were lost',
  },
  hint: 'Hold a closed port back for a while, or pick ports at random from a wide range.',
  pitfalls: ['Filtering by source protects only if target address or port differ: the test needs the same ones.'],
  see: ['RFC 6056 section 3'],
})
