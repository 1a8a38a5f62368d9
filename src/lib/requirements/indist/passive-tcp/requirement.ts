import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-tcp',
  level: 'none',
  binds: 'both',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What TCP options, TTL and ALPN show over HTTP/1.1 and HTTP/2',
  asks: 'The TCP and IP headers and the ALPN list of the ClientHello are in the clear. No document asks that they have particular values.',
  why: 'A client that offers only h2 towards the proxy, while browsers offer h2 and http/1.1, is picked out by the first packet with data.',
  sends:
    'Captures both kinds of session over TCP and compares SYN and SYN-ACK (window, option order, MSS, window scale, as JA4T and JA4TS), TTL and the ALPN list.',
  counts: {
    pass: 'fields and ALPN list are those of ordinary GETs',
    info: 'the values seen, with a single or rare ALPN name and any difference between the two kinds',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for a TLS configuration for proxying that narrows the ALPN list.',
  pitfalls: [
    'NAT, VPNs, MSS clamping and load balancers that end TCP rewrite these fields: they describe whoever answers on that path.',
  ],
  see: ['RFC 7301', 'RFC 9293', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
