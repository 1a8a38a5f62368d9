import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/no-socket-no-success',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'What the proxy answers when it cannot open a socket to the target',
  asks: 'A success states that a socket to the target exists; where none can be opened, such as for a family without egress, the answer has to be an error.',
  why: 'A dual-stack client that is told 200 for IPv6 does not try IPv4; it waits until its own timers give up.',
  sends:
    'On a proxy shown to have no IPv6 egress, a request for an IPv6 literal, and the mirror case for IPv4; the responder confirms that the other family works and that nothing arrives for this one.',
  counts: {
    pass: 'a non-2xx answer, best with destination_ip_unroutable or similar in Proxy-Status',
    info: 'at least three times 101 or 2xx for a family from which nothing ever leaves',
    inconclusive: 'it cannot be shown that the family has no egress',
  },
  hint: 'Call connect() on the UDP socket before the response, and turn its error into a status and Proxy-Status.',
  pitfalls: [
    'A host with a default route accepts the connect call although packets die further on: the proxy cannot know that.',
  ],
  see: ['RFC 9209 section 2.3.6'],
})
