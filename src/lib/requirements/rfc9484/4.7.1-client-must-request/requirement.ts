import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/client-must-request',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client that needs an address asks for it with ADDRESS_REQUEST',
  asks: 'An endpoint that expects its peer to assign an address must send ADDRESS_REQUEST, unless it has its addresses from elsewhere. A proxy may assign unprompted, but need not.',
  why: 'Two ends that wait for each other produce a tunnel that is up and never gets an address. It shows only with proxies that do not assign unprompted.',
  sends:
    'A scripted proxy opens the tunnel, assigns nothing and waits for ADDRESS_REQUEST; on another connection it assigns unprompted and watches whether the client then uses the address.',
  counts: {
    pass: 'ADDRESS_REQUEST is sent',
    fail: 'the stream stays open and the client sends no ADDRESS_REQUEST, though it uses an address once one is assigned unprompted',
    info: 'the client asks only after a delay, or asks even though an address was assigned unprompted',
    inconclusive: 'the client has static addresses, or uses no assigned address in either run',
  },
  hint: 'Look for a client that was tested only against proxies which assign right after the success.',
  pitfalls: [
    'A client with static configuration owes no request.',
    'Capsules travel reliably, so a missing request on a live stream is not loss; the unprompted run shows that the client did need an address.',
  ],
  see: ['RFC 9484 section 4.7.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
