import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/dns-before-response',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns'],
  title: 'The proxy resolves the target name before it answers',
  asks: 'If the target is a DNS name, the proxy must complete its resolution before it replies to the request.',
  why: 'A success sent before the lookup is a guess. When the name turns out not to exist, the client holds a tunnel that goes nowhere and waits for its own timeout instead of an error.',
  sends:
    'A request for a random name in a zone whose server delays its A and AAAA answers by 3 s, one for an IP literal as a time base, and one for a name that does not exist; the DNS answers and the response are timed on one clock.',
  counts: {
    pass: 'the success follows the DNS answer, and a name that does not exist never gets one',
    fail: '101 or 2xx before any answer, or for a name answered with NXDOMAIN or SERVFAIL',
    warn: '101 or 2xx for a name that has only addresses of a family the proxy cannot use',
    inconclusive:
      'the delay is not seen because a cache answered, the resolver makes up answers, or the proxy passes the request on to another proxy',
  },
  hint: 'Look for a response that is sent as soon as the request parses, with the lookup left to the first datagram.',
  pitfalls: [
    'Delay A and AAAA alike and answer HTTPS and SVCB at once: a reply after the first usable family is fine.',
    'Caches, stale answers, wildcards and rewritten NXDOMAIN imitate a failure: use random labels in a zone you control, plus .invalid.',
    'Use a single name server for the zone and one clock, or a margin: resolvers retry and ask in parallel.',
    'A proxy that forwards to another proxy leaves the lookup to that one: judge the chain, not the hop.',
  ],
  see: ['RFC 6761 section 6.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
