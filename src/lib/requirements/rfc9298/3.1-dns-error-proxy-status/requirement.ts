import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/dns-error-proxy-status',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['dns'],
  title: 'A DNS failure is explained in a Proxy-Status field',
  asks: 'When resolution fails, the proxy should describe the error in Proxy-Status, such as dns_error with status 502 or dns_timeout with 504.',
  why: "A bare 502 does not tell the user whether the name is wrong, the resolver is down or the target is forbidden, so every such call lands with the proxy's operator.",
  sends:
    'The requests of rfc9298/3.1/dns-error-reject; Proxy-Status is parsed as a structured list and its error parameter compared with the status.',
  counts: {
    pass: 'the field is present, parses, names a DNS error and the status is the one recommended for it',
    warn: 'the field is absent, does not parse, names another error type, or the status differs from the recommended one',
    info: 'rcode or info-code parameters are present',
    inconclusive:
      'an intermediary may have stripped the field (Via or Server suggest one), or no DNS failure could be provoked',
  },
  hint: "Pass the resolver's error code up to the place where the response is built instead of a general failure.",
  pitfalls: [
    'Each member is a Token or a String, and the value of error is a Token: a quoted string there is a fault.',
  ],
  see: ['RFC 9209 section 2.3.1', 'RFC 9209 section 2.3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
