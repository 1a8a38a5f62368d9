import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/maintain-assignments',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: [],
  title: 'Addresses and routes stay valid as long as the request stream is open',
  asks: 'The proxy must keep all address and route assignments of the tunnel while its request stream is open.',
  why: 'If the address silently goes to somebody else or stops working, every connection of the user hangs, and the client, with its stream open, has no reason to reconnect.',
  sends:
    'A tunnel is kept for 10 minutes or more with a periodic echo on one flow; then a new outbound flow starts from the assigned address. All the while the stream is watched for new ADDRESS_ASSIGN and ROUTE_ADVERTISEMENT capsules. Finally a fresh tunnel to the same responder serves as control.',
  counts: {
    pass: 'new flows still work, or the proxy withdrew the assignment by a capsule or closed the stream',
    fail: 'on 3 tunnels new flows from the assigned address die with the stream open, no capsule and the outer connection alive, while a fresh tunnel to the same responder works',
    inconclusive:
      'only the old inner flow died (NAT or firewall state), the outer path was lost, a rate limit applies, or the fresh tunnel fails too',
  },
  hint: 'Look for an address lease or a routing entry with its own timer that is not renewed while the stream lives.',
  pitfalls: [
    'A NAT mapping that expires inside the proxy is not the withdrawal of an address: judge by new flows.',
    'A new ADDRESS_ASSIGN or ROUTE_ADVERTISEMENT without the entry is an explicit and legal withdrawal.',
    'Unsolicited inbound packets count only if they worked at the start.',
  ],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 4.7.3'],
})
