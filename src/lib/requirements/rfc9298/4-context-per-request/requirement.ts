import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/4/context-per-request',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'Whether each request has a Context ID space of its own',
  asks: 'The ID space belongs to one request: the same number may mean different things on two requests. It is a definition, without a keyword of obligation.',
  why: "If the table is kept per connection, one tunnel's registration changes what another's datagrams mean, and traffic ends up in the wrong format or at the wrong peer.",
  sends:
    'Two tunnels register ID 2 with different meanings through an extension; a third sends in ID 2 without registering it. The responder records which meaning was applied to each.',
  counts: {
    pass: 'each tunnel uses its own meaning, and ID 2 on the third tunnel is not forwarded',
    info: 'a registration takes effect on another request (shown prominently)',
    inconclusive:
      "registration fails on a single tunnel already, or the third tunnel's silence is not framed by echoes in context 0",
    notApplicable: 'no extension that registers contexts is offered',
  },
  hint: 'Look where the context table lives: it belongs to the request stream, not to the connection.',
  pitfalls: [
    'HTTP/1.1 has one tunnel per connection, so the result says little there.',
    'A payload that comes out of a foreign tunnel is judged by rfc9298/3.1/cross-tunnel-isolation.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
