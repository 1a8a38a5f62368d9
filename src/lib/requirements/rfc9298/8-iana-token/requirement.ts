import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/8/iana-token',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Which registered names UDP proxying uses',
  asks: 'The upgrade token is connect-udp, and the well-known path is masque with the suffixes udp, ip (RFC 9484) and ethernet (a draft).',
  why: 'A misspelt token or path looks to the other side like a request for something unknown, and is answered with an ordinary 404 or 501.',
  sends: 'Nothing of its own: the names are constants, and every other test uses them.',
  counts: {
    info: 'for reference: the token and paths used in this run',
    inconclusive: 'no request was made',
  },
  hint: 'Compare token and path letter by letter; pre-standard names of drafts are still in some code.',
  pitfalls: [],
  see: ['RFC 9484 section 12.2'],
})
