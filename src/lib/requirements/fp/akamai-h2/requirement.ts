import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/akamai-h2',
  level: 'none',
  binds: 'method',
  over: ['2'],
  runClass: 'safe',
  needs: [],
  title: 'The Akamai fingerprint of an HTTP/2 client',
  asks: 'Four parts joined by bars: SETTINGS as id:value in wire order, the WINDOW_UPDATE increment (00 if none), PRIORITY frames (0 if none), and the order of pseudo-header fields by their letters m, a, s, p.',
  why: 'Front ends classify clients by it; one that differs from browsers may be blocked there before it reaches the proxy.',
  sends:
    'Computed for the client of this toolkit and for clients under test from their first frames, where TLS ends. A passive observer cannot see it.',
  counts: {
    info: 'the string',
  },
  hint: "It describes clients only; for a server's first frames keep the raw list.",
  pitfalls: [
    'Browsers of 2026 send no PRIORITY frames, so 0 is the common value; some send setting 9.',
    'Extended CONNECT adds :protocol, for which the format has no letter.',
  ],
  see: ['RFC 9113 section 6.5', 'RFC 9218 section 2.1'],
  status: {kind: 'method'},
})
