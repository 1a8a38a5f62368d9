import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9220/3/problem-details',
  level: 'may',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A 501 for an unknown :protocol may explain itself in problem details',
  asks: 'A server that answers 501 to an unknown protocol may add a body with problem details.',
  why: "Without a body the client's log shows a bare 501, which reads like a missing method. With one, the text often betrays the product and version.",
  sends:
    'Sends an extended CONNECT with a random :protocol token over HTTP/3 and reads the content type and body of the 501.',
  counts: {
    info: 'a problem details body is present or absent; its wording identifies the implementation',
    inconclusive: 'the answer was not 501',
  },
  hint: 'Look at the generic error page: it may answer here with HTML that no client parses.',
  pitfalls: [],
  see: ['RFC 9457 section 3'],
})
