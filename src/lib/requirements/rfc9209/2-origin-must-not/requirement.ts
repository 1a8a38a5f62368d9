import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9209/2/origin-must-not',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Proxy-Status is not sent by the proxy as an origin server',
  asks: 'An origin server must not generate Proxy-Status. A MASQUE proxy may do so for what it proxies, since there it acts as an intermediary.',
  why: 'On ordinary pages the field tells any visitor that this host is a proxy and often its product, and it makes clients blame an intermediary that does not exist.',
  sends: "GET / and a missing page on the proxy's own origin, and a look for Proxy-Status in the responses.",
  counts: {
    pass: 'the field is absent on ordinary content',
    fail: 'the operator states that nothing stands before the origin, and its own content carries the field',
    info: 'the field is present on ordinary content: it identifies the host as a proxy',
    inconclusive: 'no response came from the origin',
  },
  hint: 'Look for a response filter that adds the field to every answer rather than to those of tunnel requests.',
  pitfalls: [
    'A gateway or CDN in front of the origin may add the field rightly, so its presence alone is no violation.',
  ],
  see: ['RFC 9110 section 3.7'],
})
