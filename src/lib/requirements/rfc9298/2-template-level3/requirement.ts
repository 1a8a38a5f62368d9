import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-level3',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A URI Template beyond RFC 6570 level 3 is refused by the client',
  asks: 'A template for UDP proxying must stay within RFC 6570 level 3. A client should check this, but may use a general template library that does not.',
  why: 'Length prefixes and explode modifiers cut or reshape the target. A template with {target_host:3} quietly asks the proxy for another host, and the user sees only a failing tunnel.',
  sends:
    'A scripted proxy is offered to the client through templates with {target_host:3} and {target_port*}; it records whether any HTTP request arrives and what the client reports.',
  counts: {
    pass: 'the client refuses the configuration and sends no request',
    warn: 'a request goes out and nothing shows that the client noticed the modifier',
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: "Look at the template parser: it probably expands ':n' and '*' without asking whether they are allowed here.",
  pitfalls: [
    'A general-purpose template library is permitted, so an unnoticed modifier is never a failure.',
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: ['RFC 6570 section 1.2', 'RFC 6570 section 2.4'],
  status: {kind: 'planned', waitsFor: 'client'},
})
