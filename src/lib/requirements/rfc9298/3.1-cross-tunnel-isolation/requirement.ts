import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/cross-tunnel-isolation',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A packet for one tunnel never appears on another',
  asks: 'Packets that do not belong to a request must be discarded for it, and the Context ID space belongs to one request: nothing may cross from one tunnel to another.',
  why: "With several users behind one proxy, crossing means that one client reads another's traffic.",
  sends:
    'Two tunnels to the same target at once, each with its own tags; the responder returns each tag to exactly the port it came from, and sends it once from a wrong port as well.',
  counts: {
    pass: 'each tag returns only on its own stream',
    fail: "at least three times, a payload sent to one tunnel's port comes out of the other tunnel, and the two ports differ",
    warn: 'both tunnels show the same address and port to the target, so the responder cannot tell them apart',
    inconclusive: 'tags are lost, or one of the tunnels does not open',
    notApplicable: 'a port-sharing extension is negotiated, which shares the 4-tuple on purpose',
  },
  hint: 'Look for a socket or lookup table keyed by target alone; the key has to lead to one request stream.',
  pitfalls: [
    'If both tunnels use the same address and port, crossing cannot be inferred from what returns: that is reported by itself.',
  ],
  see: ['RFC 9298 section 4'],
})
