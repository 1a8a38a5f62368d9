import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-vars-location',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A template with a variable outside path and query is refused by the client',
  asks: 'All variables of the template must sit in the path or the query, never in scheme, authority or fragment. A client should check this.',
  why: 'If the authority contains {target_host}, whoever chooses the target also chooses which server receives the request and its credentials.',
  sends:
    'The client is configured with a template whose authority contains {target_host}, under a domain the tester owns; a scripted proxy and resolver record whether the expanded name is resolved or contacted.',
  counts: {
    pass: 'the client refuses the template',
    warn: 'the client resolves or contacts an authority made by expanding a variable (a security finding, shown first)',
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: 'Parse the template into URI components before expansion and look for braces outside path and query.',
  pitfalls: [
    "A server chosen by the target name is a security finding, yet the level stays a warning because the client's check is only a 'should'.",
    'Use names and addresses you own, so that an expanded authority does not reach a third party.',
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'client'},
})
