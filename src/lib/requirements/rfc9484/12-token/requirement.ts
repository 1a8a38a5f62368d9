import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/12/token',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Which spellings of the token connect-ip are accepted',
  asks: 'The registered upgrade token is connect-ip, without a version, and ip is the registered path segment after /.well-known/masque/.',
  why: 'A server that expects another case or a version suffix works with its own client only, and a lax one hides such faults in clients until they meet a strict proxy.',
  sends: 'The same request with connect-ip, connect-ip/1 and CONNECT-IP, over each HTTP version on offer.',
  counts: {
    info: 'which of the forms are accepted in which HTTP version',
    inconclusive: 'the plain token is refused as well',
  },
  hint: 'Look at how the token is compared: :protocol as an exact string, and Upgrade, by many servers, without regard to case.',
  pitfalls: [
    'In HTTP/1.1 many servers compare the token without regard to case; that is no fault.',
    'An Upgrade field that is not understood is ignored, so a plain 200 or 404 is a refusal.',
  ],
  see: ['RFC 9110 section 7.8', 'RFC 8441 section 4'],
})
