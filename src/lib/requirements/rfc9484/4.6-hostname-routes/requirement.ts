import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/hostname-routes',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns'],
  title: 'For a hostname target, routes to all of its reachable addresses are advertised',
  asks: 'If target is a hostname, the proxy should advertise routes for every address the name resolved to, as far as it can reach them and also assigns the client an address of that family.',
  why: 'The client resolves the name for itself and may pick an address for which there is no route. Connections then fail now and then, depending on the order of DNS records.',
  sends:
    "A name with two A and two AAAA records in a zone of the tester is the target; an ADDRESS_REQUEST for both families follows, and the ranges in ROUTE_ADVERTISEMENT are compared with the answers in the zone's log.",
  counts: {
    pass: 'every resolved and reachable address of an assigned family is covered, by single addresses or merged ranges',
    warn: 'no route, or one for a part of the addresses only, within 15 s of the assignment; or ranges far beyond the resolved addresses',
    info: 'order, protocol field and additional addresses',
    inconclusive:
      'no address is assigned in that family, the resolver saw other records than expected, or an address cannot be reached from the proxy',
  },
  hint: 'Look for code that takes only the first result of the name lookup, or asks for one family only.',
  pitfalls: [
    'Ask for addresses of both families first: the duty covers only families in which an address is assigned.',
    "DNS64 at the proxy adds AAAA records, and resolvers rotate and truncate: compare with the zone's log, not with the full zone.",
  ],
  see: ['RFC 9484 section 4.7.3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
