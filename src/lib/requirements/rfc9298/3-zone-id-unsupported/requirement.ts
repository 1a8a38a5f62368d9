import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/zone-id-unsupported',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with an IPv6 zone identifier in the target',
  asks: 'The document states that scoped IPv6 addresses with a zone identifier are not supported as a target; it sets no rule for the proxy.',
  why: 'A proxy that honours the zone lets its clients pick a network interface and reach hosts on its local link.',
  sends:
    'Requests for fe80::1 with zone eth0, once with the percent sign encoded as %25 and once encoded twice; the status is recorded and an accepted tunnel is closed at once without payload.',
  counts: {
    pass: 'both requests are refused',
    info: '101 or 2xx: link-local addresses may be reachable, see rfc9298/7/target-link-local',
    inconclusive: 'the proxy refuses every request before it looks at the target',
  },
  hint: 'See which address parser is used: getaddrinfo accepts zone identifiers unless the input is checked first.',
  pitfalls: ['No payload is sent into a tunnel that opens: the link behind the proxy is not ours.'],
  see: ['RFC 6874 section 2', 'RFC 9298 section 7'],
})
