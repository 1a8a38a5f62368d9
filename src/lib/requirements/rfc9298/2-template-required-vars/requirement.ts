import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-required-vars',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A template without both target_host and target_port is refused by the client',
  asks: 'The template must contain both target_host and target_port and may contain further variables. A client should check this.',
  why: 'Without one of the two the proxy cannot know the target: every tunnel fails with an error that points at the proxy, not at the configuration.',
  sends:
    'The client is configured with a template that lacks one of the two variables, then the other, then with a complete one that has an extra, undefined variable; a scripted proxy records the requests.',
  counts: {
    pass: 'a missing variable is refused, and an extra one is accepted and expands to nothing',
    warn: 'a request without a target goes out and the client did not notice',
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: 'After parsing the template, compare the set of variable names with the two that are required.',
  pitfalls: [
    'An undefined extra variable expands to nothing; refusing a template because of it is too strict.',
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: ['RFC 6570 section 3.2.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
