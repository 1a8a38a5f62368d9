import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.4/authority-mismatch',
  level: 'must',
  binds: 'both',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'The :authority of the request names the proxy itself',
  asks: 'The :authority pseudo-header field shall contain the authority of the UDP proxy.',
  why: 'With a wrong authority the request reaches another virtual host or gets a 404, and certificate and credentials no longer fit together.',
  sends:
    "A scripted proxy compares the :authority of a client's request with the configured template. A proxy under test gets the right path with an unknown :authority.",
  counts: {
    pass: 'the proxy refuses the unknown authority, as with 400, 404 or 421; the client sends the right one',
    fail: "the client's :authority is not the authority of its configured template",
    warn: 'the proxy opens a tunnel for an authority it does not serve',
    info: 'the proxy serves many names by design',
    inconclusive: 'the proxy refuses the right authority as well, as for lack of credentials',
  },
  hint: 'In a client, see whether :authority was filled with the target, as classic CONNECT does, or with an address instead of the name.',
  pitfalls: ['Virtual hosting may make another name legitimate: use a name the proxy cannot serve.'],
  see: ['RFC 9110 section 7.4'],
})
