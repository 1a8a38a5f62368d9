import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3/parity',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'second-port'],
  title: 'Context IDs opened by the proxy are odd',
  asks: 'Clients allocate even Context IDs and proxies odd ones. A proxy must not register 0 or an even number, and must not use an ID twice within a request.',
  why: "The split lets both sides register at the same time without asking. If a proxy takes an even ID, it collides with the client's and payloads go to the wrong tuple.",
  sends:
    "An uncompressed context is opened and several sources of the responder send to the public address; the Context IDs in the proxy's COMPRESSION_ASSIGN capsules are collected.",
  counts: {
    pass: 'all IDs are odd and distinct',
    fail: 'an even Context ID in a COMPRESSION_ASSIGN sent by the proxy',
    info: 'the proxy registers no contexts, which it need not do',
    inconclusive: 'no packet of the sources reached the client, so the proxy had nothing to register',
  },
  hint: 'Look for a counter shared by both directions, or one that starts at 0 or 2.',
  pitfalls: [
    'Both sides may send on any registered ID; only the allocation is split, so an even ID in a datagram from the proxy is right.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 3.1', 'RFC 9298 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
