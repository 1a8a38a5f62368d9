import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2.1/client-accept-icmp',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The client acts on ICMP errors that arrive in the tunnel',
  asks: 'An endpoint that sends no ROUTE_ADVERTISEMENT, such as a plain client, should still process the ICMP messages of its peer.',
  why: 'A client that ignores Packet Too Big goes on with packets that can never arrive: connections open, then stall on the first full segment.',
  sends:
    'A scripted proxy injects Packet Too Big (1280) or, for IPv4, fragmentation needed (1300), quoting a packet of the client, from the proxy, the target and a third address; it watches the sizes that follow.',
  counts: {
    pass: "the client's packets shrink to the MTU named",
    warn: 'the sizes stay as they were',
    inconclusive: 'the client sends nothing large enough, or its tunnel MTU is already the one named',
  },
  hint: 'Look for an inbound filter that admits only packets whose source is the target or the assigned peer.',
  pitfalls: [
    'All three sources are legitimate origins.',
    "An IPv6 report of exactly 1280 may change nothing, where that is the tunnel's MTU already: use 1300 with IPv4.",
  ],
  see: ['RFC 8201 section 4', 'RFC 1191 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
