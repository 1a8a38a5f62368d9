import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6/congestion-control',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: ['responder', 'netem'],
  title: 'The outer connection keeps its congestion control',
  asks: 'The outer HTTP connection must not disable congestion control, unless it knows for certain by other means that the inner traffic has its own.',
  why: 'UDP from a target that does not slow down would then fill every link between proxy and client and push aside all other traffic.',
  sends:
    "The responder floods towards the client through an emulated bottleneck on the leg between client and proxy; loss is raised to 20% and the proxy's sending rate recorded.",
  counts: {
    pass: 'the rate adapts to loss',
    warn: 'the rate stays constant at 20% loss; a deployment may be exempt, so this is never a failure',
    inconclusive: "the bottleneck is not under the tester's control",
  },
  hint: 'Check the congestion controller chosen for the connection, and whether DATAGRAM frames bypass its window.',
  pitfalls: [
    'A deployment that guarantees congestion control inside is exempt: what is seen from outside is a warning at most.',
    'Run it only on an emulated link and against a proxy you operate.',
  ],
  see: ['RFC 9221 section 5.4', 'RFC 8085 section 3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
