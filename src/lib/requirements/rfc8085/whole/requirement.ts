import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8085/-/whole',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'What is good behaviour for senders of UDP',
  asks: 'The guidelines say that senders should not exceed the path MTU (section 3.2), that ICMP errors be checked by their quoted payload before use (section 5.2), and what congestion control UDP tunnels need (section 3.1.11).',
  why: 'A proxy or client that ignores them loses large datagrams, believes forged errors, or pushes traffic into a congested path.',
  sends: 'Serves as background for tests of size, ICMP handling and tunnel congestion; it sends nothing of its own.',
  counts: {
    info: 'a reference; it gives no finding of its own',
  },
  hint: 'These are guidelines for UDP in general: the MASQUE document decides where it says something more specific.',
  pitfalls: [],
  see: ['RFC 9298 section 3.1', 'RFC 8899'],
  status: {kind: 'method'},
})
