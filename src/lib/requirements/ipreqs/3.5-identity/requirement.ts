import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.5/identity',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the ends of an IP tunnel exchange identifiers',
  asks: 'The protocol is to let both ends exchange an identifier, such as a user name or a token, when a session is set up; proving it is another matter. No level is stated.',
  why: 'Without an identifier a proxy cannot tell its users apart: no fixed addresses, no policy per user and no useful log.',
  sends: 'A request with and without HTTP authentication fields; which of them the proxy asks for or takes is noted.',
  counts: {
    info: 'which HTTP fields carry an identity here, or that none is wanted',
    inconclusive: 'no request was answered',
  },
  hint: 'Remember that RFC 9484 leaves identity to HTTP: the usual authentication fields or a client certificate.',
  pitfalls: ['A client certificate carries an identity without any HTTP field.'],
  see: ['RFC 9110 section 11'],
})
