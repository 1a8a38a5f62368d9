import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/dns-error-reject',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns'],
  title: 'A target name that cannot be resolved makes the request fail',
  asks: 'If resolving the target name ends in an error, the proxy must reject the request.',
  why: 'A tunnel that opens for an unresolvable name swallows every datagram, and the user debugs the network instead of a typing error.',
  sends:
    'Requests for a random name under .invalid, a name whose server answers SERVFAIL, a name that has only TXT records, and a label of 64 octets; status, reset and time are recorded, and the authoritative server logs the queries.',
  counts: {
    pass: 'a non-2xx status, or a stream error',
    fail: '101 or 2xx for a name the owned server refused, confirmed with two random labels',
    warn: 'no answer within 30 s, or the whole connection is closed',
    inconclusive: 'no query reached the owned server, or the resolver makes up addresses for names that do not exist',
  },
  hint: "Look at the branch for an empty address list: success and 'no addresses' are easily treated alike.",
  pitfalls: [
    'Broken DNSSEC fails only with a validating resolver; use a server that itself answers SERVFAIL and confirm the query arrived.',
    'Rewritten NXDOMAIN, stale answers, search domains and DNS64 hand the proxy a real address: confirm with two random labels.',
    'A stream reset in place of a response is a rejection too.',
  ],
  see: ['RFC 6761 section 6.4', 'RFC 9209 section 2.3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
