import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'dnsassign/-/client-doh',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: "Queries to the proxy's own DoH server go as HTTPS requests on the same connection",
  asks: 'A client that finds the proxy authoritative for the origin of a DNS over HTTPS template should send its queries there as separate HTTPS requests, on the same connection where possible.',
  why: 'Queries inside the tunnel pay for a second TLS connection and for encapsulation, and every lookup of the user becomes slower.',
  sends:
    'A scripted proxy sends DNS_ASSIGN with its own origin as DNS over HTTPS server, lets the client look up names, and notes where the queries arrive.',
  counts: {
    pass: 'queries come as HTTPS requests on the same connection',
    warn: 'queries go through the tunnel, or the server is not used, although the client validated the origin',
    info: "the configuration is ignored, which is the receiver's choice",
    inconclusive: 'the client makes no lookups, or it is not known whether it validated the origin',
  },
  hint: 'Look whether the resolver of the client can reach the HTTP connection that carries the tunnel.',
  pitfalls: ['A client may ignore the configuration altogether, and then nothing is wrong.'],
  see: ['RFC 8484', 'RFC 9114 section 3.3', 'RFC 9461 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
