import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/idle-timeout',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: ['responder'],
  title: 'An idle tunnel is kept for at least two minutes',
  asks: 'The proxy may close sockets for inactivity, but should not use a period below two minutes.',
  why: 'Applications keep UDP sessions alive on the assumption of minutes, not seconds. A shorter period breaks push channels and calls on hold, and costs mobile clients their battery.',
  sends:
    'Tunnels left silent while the outer connection is kept alive with PING; one is probed outbound and one inbound at 115 s, and the time of any FIN or reset is recorded. The responder compares the source port before and after.',
  counts: {
    pass: 'at 115 s of silence the tunnel still forwards from the same port, or it is closed at 120 s or later',
    warn: 'in at least three tunnels closed for inactivity before 120 s, or dead at 115 s with the stream open and no NAT or firewall on the egress',
    info: 'the period measured, from 30 to 600 s',
    inconclusive: 'the whole connection was closed for idleness first, or a NAT or firewall may have expired',
  },
  hint: "Check the default of the socket's idle timer, and that traffic in either direction restarts it.",
  pitfalls: [
    'Keep the outer connection alive without touching the tunnel; the QUIC idle timeout is the lower value of both ends.',
    'A NAT or firewall between proxy and responder may expire first, often at 30 s: test both directions and report as effective.',
    'Any HTTP Datagram on the tunnel counts as activity.',
  ],
  see: ['RFC 4787 section 4.3', 'RFC 9000 section 10.1'],
})
