import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/5tuple-other-ip',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'second-ip'],
  title: 'A UDP packet from another address is not let into the tunnel',
  asks: 'With an unconnected socket the proxy must check source address and port of received packets and discard those that do not match the request. Here: another address, with the same port and with another.',
  why: "Any host that learns the proxy's port can inject payload into a tunnel it has nothing to do with: spoofed DNS answers, forged QUIC packets, plain floods.",
  sends:
    "After a good echo a second address of the responder sends tagged packets to the proxy's observed address and port, from the target's port and another; a second tunnel to that address proves its path. Alone: STUN with change-IP.",
  counts: {
    pass: 'the probes are not delivered while the controls on both paths are',
    fail: "a probe's payload reaches the client",
    inconclusive: 'no second address, or its path to the proxy is not proven by a tunnel of its own',
    notApplicable: 'a bind or listen extension is negotiated, which receives from anyone',
  },
  hint: "Connect the UDP socket, or compare address and port of every received packet with the tunnel's target.",
  pitfalls: [
    'Absence proves nothing unless a second tunnel to that address shows an echo.',
    'Use addresses that are really yours: forged sources fall victim to anti-spoofing filters on the way.',
    "A NAT or firewall before the proxy may do the filtering: the result then says 'effective'.",
  ],
  see: ['RFC 4787 section 5', 'RFC 5780 section 4.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
