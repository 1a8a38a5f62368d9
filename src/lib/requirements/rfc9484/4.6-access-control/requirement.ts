import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/access-control',
  level: 'may',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A scope whose destinations the user may not reach can be refused at once',
  asks: 'The proxy may use the scope for access control, and may reject a request at once if the user may reach none of the destinations in it.',
  why: 'With an early refusal the client learns the reason right away; otherwise it gets a tunnel in which every packet disappears, and has to guess.',
  sends:
    "Requests scoped to the loopback address, to a private network, and to the tester's own responder; status and Proxy-Status are recorded for each.",
  counts: {
    info: 'status and Proxy-Status for each scope',
    inconclusive: "all requests are refused, even the one for the tester's own responder",
  },
  hint: 'Look at where policy is applied: before the success by scope, per packet, or not at all for loopback and private destinations.',
  pitfalls: [
    'A refusal here says nothing about validation of the values, which is judged under rfc9484/4.1/validate-vars.',
  ],
  see: ['RFC 9209 section 2.3', 'RFC 9484 section 11'],
})
