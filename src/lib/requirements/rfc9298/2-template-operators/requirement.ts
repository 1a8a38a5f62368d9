import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-operators',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A template with a forbidden expansion operator is refused by the client',
  asks: "The operators '+', '#', '.', '/' and ';' must not be used in the template; simple expansion and the '?' and '&' forms remain. A client should check this.",
  why: 'Reserved expansion lets characters of the target through unescaped, and the prefix forms add delimiters the proxy does not expect, so the target is read wrongly or the path escapes its segment.',
  sends:
    'The client is configured in turn with templates that use {+target_host}, {#target_host}, {.target_host}, {/target_host,target_port} and {;target_host}; a scripted proxy records whether a request arrives.',
  counts: {
    pass: 'the client refuses each of these templates',
    warn: 'a template is expanded and sent with no sign that the client noticed the operator',
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: "Look at the first character after each opening brace and allow only a variable name, '?' or '&'.",
  pitfalls: [
    'The form continuation {&name} is not forbidden: a client that refuses it is too strict.',
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: ['RFC 6570 section 3.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
