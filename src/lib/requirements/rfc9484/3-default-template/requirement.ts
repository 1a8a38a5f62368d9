import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/3/default-template',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The default path /.well-known/masque/ip/{target}/{ipproto}/ is served',
  asks: 'A deployment that wants to serve clients that can be given only a host and a port should answer at the default path with target and ipproto as path segments.',
  why: 'Clients whose settings offer no more than a host and a port build this path themselves. If it is missing, they get 404 from a proxy that works for everybody else, and their users have nothing to adjust.',
  sends:
    "A request for the default path with the wildcard for both variables, once as a literal '*' and once as %2A; as control the configured template with the same values and credentials.",
  counts: {
    pass: 'a success on the default path, or an answer that asks for credentials (401, 403, 407)',
    warn: "404 or 405 on the default path, or on one of '*' and %2A, while the configured template works with the same credentials and values",
    info: 'not offered, and the operator has no clients with host and port only',
    inconclusive: 'there are no credentials, or no configured template works as a control',
  },
  hint: "Look for a route that is bound to a custom path only, that lacks the final slash, or that compares the raw path segment with '*' before decoding it.",
  pitfalls: [
    "The examples show a literal '*', but strict template expansion yields %2A: send both, since clients of both kinds exist.",
    'A concealed proxy is meant to look like a missing resource: without credentials a 404 says nothing.',
    "A proxy that refuses the full tunnel by policy answers 4xx to '*': repeat with a scope it allows before judging.",
  ],
  see: ['RFC 6570 section 3.2.2', 'RFC 9729'],
})
