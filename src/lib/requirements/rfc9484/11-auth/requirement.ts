import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/auth',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP proxying is open to authenticated users only',
  asks: 'A server that supports IP proxying should restrict its use to authenticated users.',
  why: "An open IP proxy is a free VPN exit. Scans, spam and attacks go out under the operator's address, and the complaints come to the operator.",
  sends: 'Requests an IP proxying tunnel without any credentials, from a network with no relation to the proxy.',
  counts: {
    pass: 'the request is refused',
    warn: 'a 2xx without credentials from an unrelated network',
    info: 'a 2xx from a private network, from an allow-listed source, or with a client certificate presented',
    inconclusive: 'the server offers no IP proxying, or the request fails with credentials as well',
  },
  hint: 'Look for a check that covers the ordinary handlers and is skipped for extended CONNECT or Upgrade.',
  pitfalls: ['The source address may be what authenticates: test from an unrelated network.'],
  see: ['RFC 9110 section 11.6'],
})
