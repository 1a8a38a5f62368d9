import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/5tuple-other-port',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'second-port'],
  title: 'A UDP packet from another port of the target is not let into the tunnel',
  asks: 'With an unconnected socket the proxy must check source address and port of received packets and discard those that do not match the request. Here: the right address, another port.',
  why: "Anyone who shares the target's address, such as behind a NAT, can inject payload into the tunnel, and the client has no means to tell it apart.",
  sends:
    "After a good echo the responder sends a tagged packet from another port of its address to the proxy's observed address and port, then again one from the real port. Alone: only with a STUN server that supports change-port.",
  counts: {
    pass: 'the control packets before and after are delivered and the probe is not, in at least three tries',
    fail: "the probe's payload reaches the client, on this tunnel or any other",
    inconclusive:
      'a control is lost, or a NAT or firewall before the proxy may have filtered the probe; reported as effective filtering',
    notApplicable: 'a bind or listen extension is negotiated, which receives from anyone',
  },
  hint: 'Connect the UDP socket, or compare the source port of every received packet and not only its address.',
  pitfalls: [
    "A security group or NAT in front of the proxy filters by itself: the result then says 'effective', not 'implemented'.",
    'Before the client has sent anything the egress port is usually unknown; that case is left out, not passed.',
    "The responder needs both ports without a NAT of its own: check the probe's source port in a capture at a third host.",
  ],
  see: ['RFC 4787 section 5', 'RFC 5780 section 4.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
