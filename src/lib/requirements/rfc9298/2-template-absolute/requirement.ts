import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-absolute',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A template that is not an absolute URI with authority and path is refused by the client',
  asks: 'The template must be absolute, with non-empty scheme, authority and path, and the path must begin with a slash. A client should check this.',
  why: 'A client that fills the gaps by guessing sends the target, and perhaps credentials, to a server that nobody configured.',
  sends:
    'The client is configured in turn with a relative template, one with an empty authority and one without a path; a scripted proxy records whether any HTTP request arrives and with which authority and path.',
  counts: {
    pass: 'the client refuses each of these templates',
    warn: "the template is accepted unnoticed: a missing path becomes '/', or a request goes to a guessed authority (shown prominently)",
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: 'Look for a URL library that repairs its input: it adds a slash or takes the authority from elsewhere before anything is checked.',
  pitfalls: [
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: ['RFC 3986 section 4.3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
