import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/only-success',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether capsules stay out of requests that were refused',
  asks: 'The Capsule Protocol is in use only once the status is 2xx or 101. The body of an error response is ordinary HTTP content.',
  why: 'A peer that reads an error page as capsules reports a parse error instead of the refusal, and the operator looks in the wrong place.',
  sends:
    'Provokes a refusal and checks that the body of the response is plain content; sends tagged payloads on the refused request and watches whether they travel on.',
  counts: {
    pass: 'error bodies are plain content and no tagged payload passes',
    info: 'tunnel traffic continues on a request that got a final status other than success',
    inconclusive: 'no refusal could be provoked',
  },
  hint: 'Look for a data path that is wired up before the status is decided and not torn down on refusal.',
  pitfalls: ['Only a final status counts: an interim 1xx other than 101 decides nothing.'],
  see: ['RFC 9297 section 3.1'],
})
