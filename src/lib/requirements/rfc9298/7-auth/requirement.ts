import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/auth',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy serves clients without credentials',
  asks: 'The document says that servers ought to restrict UDP proxying to authenticated users. It attaches no keyword of obligation.',
  why: 'An open UDP proxy is soon found and used to hide the source of floods and scans; complaints arrive at its operator.',
  sends: 'A valid request with credentials, then the same without, towards an own responder.',
  counts: {
    pass: '401, 403, 404 or 407 without credentials',
    info: '101 or 2xx: an open UDP proxy as seen from here (shown prominently); otherwise the status and the challenge',
    inconclusive: 'the request fails with credentials as well',
  },
  hint: 'Check that the authentication layer covers CONNECT and Upgrade requests too; many cover only ordinary routes.',
  pitfalls: [
    'A proxy that admits by address or client certificate looks open from inside: record where the test ran.',
    'Use only your own responder as the target when you confirm an open proxy.',
  ],
  see: ['RFC 9110 section 11', 'RFC 9729 section 6'],
})
