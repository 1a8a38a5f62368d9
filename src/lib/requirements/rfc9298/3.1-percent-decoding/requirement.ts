import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/percent-decoding',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How often the proxy percent-decodes the target host',
  asks: 'The proxy takes target_host and target_port from the URI it has rebuilt and decodes their percent-encoding, which means once. No keyword of obligation is attached.',
  why: 'Without decoding, IPv6 literals and unusual names fail although they are right. Decoding twice lets an encoded percent sign smuggle a different target past a filter that decoded once.',
  sends:
    'A request for a name with a percent-encoded letter, the same name in plain spelling, and the name encoded twice. With a DNS zone at the responder, which query name arrives for each.',
  counts: {
    pass: 'the encoded name resolves and the doubly encoded one is an error',
    info: 'encoded letters fail at least three times while the plain spelling works (no decoding), or the doubly encoded name resolves as well (two decodings)',
    inconclusive: 'no view of the DNS queries, or a front end that rewrites the path stands before the proxy',
  },
  hint: 'Count the decoders on the way: HTTP server, router and proxy code may each do it once, or each rely on the other.',
  pitfalls: [
    'A front end that normalises the path decodes before the proxy does; Via, Server and paths echoed in errors help to tell.',
  ],
  see: ['RFC 3986 section 2.4', 'RFC 9298 section 3'],
})
