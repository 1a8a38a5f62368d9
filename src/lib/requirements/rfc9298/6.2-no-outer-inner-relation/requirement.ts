import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.2/no-outer-inner-relation',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw', 'netem'],
  title: 'Whether ECN marks of the outer connection appear towards the target',
  asks: 'ECN between client and proxy and ECN between proxy and target have nothing to do with each other: there is no inner IP header, so the rules for IP tunnels do not apply.',
  why: 'If outer marks are copied, the target reports congestion to an inner protocol that never used ECN, and it may slow down or distrust the path.',
  sends:
    "Outer packets from the client are marked CE on an emulated link; the responder captures the ECN bits of what arrives, and the client reads the ECN counts in the proxy's acknowledgements.",
  counts: {
    pass: "no relation: 00 at the target, and CE only in the proxy's own acknowledgements",
    info: 'CE or ECT appears at the target; rfc9298/6.2/not-ect-to-target judges that',
    inconclusive: 'the marks do not reach the proxy, or the path to the target clears ECN bits',
  },
  hint: 'Look for code taken from an IP tunnel that copies the traffic class of the received packet.',
  pitfalls: ['Without ECN counts from the proxy it is not shown that the marks reached it.'],
  see: ['RFC 6040 section 4', 'RFC 9000 section 13.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
