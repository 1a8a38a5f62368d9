import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/only-with-connect',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a Capsule-Protocol field on a GET has any effect',
  asks: 'In HTTP/2 and HTTP/3 the Capsule Protocol exists only with CONNECT; on another method the field means nothing.',
  why: 'A server that parses the content of ordinary requests as capsules because of a field offers a way around its usual content checks.',
  sends:
    'Sends GET / with capsule-protocol: ?1 and the same GET without it, at least 3 pairs, and compares the answers.',
  counts: {
    pass: 'the same ordinary response with and without the field',
    info: 'the response differs, content is read as capsules, or the request is rejected as malformed',
    inconclusive: 'responses already differ among themselves without the field',
  },
  hint: 'Look for code that switches to capsules by the field alone, without looking at the method.',
  pitfalls: ['Several pairs are needed, since a load balancer may send the two requests to different backends.'],
  see: ['RFC 9297 section 3.4'],
})
