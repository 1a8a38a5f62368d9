import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-dns',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture', 'dns'],
  title: 'Which DNS queries in the clear accompany a session',
  asks: "No MASQUE document asks that a client or a proxy encrypt its DNS queries. Client queries name the proxy; the proxy's own queries name the targets.",
  why: "A client that asks for the proxy's name in the clear tells its network; a proxy that asks for targets in the clear tells its own.",
  sends:
    "Captures port 53 at the client around the start of a session; with a zone of our own as target, the zone's log shows which resolver asks for the proxy and when. The HTTPS record of the proxy's name is read.",
  counts: {
    pass: 'the queries lie within the range of those before ordinary GETs',
    info: 'the queries seen, and names or HTTPS records that reveal what the host is for',
    inconclusive: 'no privilege to capture, no zone of our own, or DNS encrypted or cached so that nothing shows',
  },
  hint: 'Look at the resolver settings of client and proxy, and at what the published HTTPS record says about port, ALPN and ECH.',
  pitfalls: ['Encrypted DNS at the client hides the queries, and caches suppress them: silence proves neither.'],
  see: ['RFC 9460', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
