import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/dns',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns'],
  title: 'A target name is resolved before the reply, and a DNS error leads to rejection',
  asks: 'If target is a DNS name, the proxy must resolve it before it answers. If that fails, it must reject the request, and should give details in Proxy-Status, for example dns_error.',
  why: 'With a success for a name that does not exist, the client believes it has a tunnel and waits for routes that never come. Without Proxy-Status a user cannot tell a mistyped name from a broken proxy.',
  sends:
    "Requests for names with random labels in a zone of the tester: one that does not exist, one whose server fails, and one that exists with delayed A and AAAA answers. The zone's log shows which queries came and when, relative to the response.",
  counts: {
    pass: 'names that fail are rejected with a Proxy-Status that names a DNS error, and a success follows the DNS answer',
    fail: "a success for a name whose NXDOMAIN reached the proxy's resolver, or a success before either of the delayed answers was sent",
    warn: 'rejected, but without a Proxy-Status that tells the cause',
    inconclusive:
      'no query arrives at the zone, or the resolver rewrites NXDOMAIN or appends a search domain, so that another random name succeeds too',
  },
  hint: "Look for a handler that sends the response first and resolves when the first packet arrives, or that drops the resolver's error.",
  pitfalls: [
    'Resolvers that rewrite NXDOMAIN or append search domains make a success legitimate: check with the zone log first.',
    'A cached answer means that no query is seen: use fresh random labels.',
    'Intermediaries may remove Proxy-Status.',
  ],
  see: ['RFC 9209 section 2.3.2', 'RFC 9298 section 3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
