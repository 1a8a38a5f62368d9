import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/empty-payload',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether empty UDP packets pass in both directions',
  asks: 'The UDP Proxying Payload may be empty, so zero-length UDP packets are legal in both directions. No keyword of obligation is attached.',
  why: 'Some protocols use empty packets as keep-alives or probes. A proxy that takes a read of length zero for the end of file closes the tunnel on them.',
  sends:
    'A datagram that consists of Context ID 0 alone; the responder expects a UDP length of 8 and answers with an empty packet, then with a normal echo. Alone: an echo target that returns empty packets.',
  counts: {
    pass: 'both empty packets are forwarded',
    info: 'one direction drops them, or the tunnel ends as if at end of file (shown prominently)',
    inconclusive: 'the path is not shown to carry empty UDP packets',
  },
  hint: "Look for a test of 'length is 0' after recv() on the UDP socket: there it is a packet, not the end.",
  pitfalls: ['Some firewalls drop empty UDP packets: show by capture, or by a direct one, that the path passes them.'],
  see: ['RFC 768'],
})
