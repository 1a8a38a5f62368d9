import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/respond',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Every requested address gets an answer with its Request ID',
  asks: 'For each entry of an ADDRESS_REQUEST the receiver must answer with an entry that has the same Request ID, be it an address or a refusal. It should assign one or more addresses.',
  why: 'Clients hold back all traffic until their request is answered. An ignored entry, often the one for the missing family, makes them hang or give up on a proxy that would work.',
  sends:
    'A request for any IPv4 address, any single IPv6 address, any IPv6 /64 and a specific address already in use; then a wait of 15 s, or 30 s on confirmation. An identical tunnel without a request is the control.',
  counts: {
    pass: 'one entry per Request ID, in any order, in one capsule or several',
    fail: 'on 3 tunnels an ID stays unanswered on a live, reliable stream, or a valid request ends the stream while the control without a request survives',
    warn: 'all requests are declined although the service is otherwise usable',
    info: 'seconds until the answer',
    inconclusive: 'stream or connection end for the control too',
  },
  hint: 'Look for a handler that answers only the first entry or only the family it has, and drops the others without a refusal.',
  pitfalls: [
    'The order of entries means nothing, and further entries with other IDs or 0 may be in the same capsule.',
    'Another address than the preferred one may come under the same ID.',
    'Capsules travel reliably, so on a live stream a missing answer is not loss.',
  ],
  see: ['RFC 9484 section 4.7.1'],
})
