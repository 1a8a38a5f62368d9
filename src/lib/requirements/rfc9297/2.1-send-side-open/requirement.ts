import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/send-side-open',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'No datagrams are sent on a stream whose send side is closed',
  asks: 'An endpoint must not send HTTP/3 Datagrams for a stream unless its own send side of that stream is open.',
  why: 'Datagrams after the end cost bandwidth for nothing, and they show that a socket or session behind the stream outlives its request.',
  sends:
    'Lets the proxy finish or reset its side of a tunnel and watches for further DATAGRAM frames with that Quarter Stream ID, by packet number; with a responder, the target goes on sending meanwhile.',
  counts: {
    pass: 'no such DATAGRAM frame in any packet numbered above the one with the end of the stream',
    fail: 'a DATAGRAM frame in a packet numbered above the packet with FIN or RESET_STREAM, at least 3 times',
    inconclusive: 'the proxy never closed its side, or nothing could have made it send afterwards',
  },
  hint: 'Look for a forwarding task that is not stopped before the stream is finished or reset.',
  pitfalls: ['Datagrams may be reordered by a round trip: the packet number decides, the time of arrival does not.'],
  see: [],
})
