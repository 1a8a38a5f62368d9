import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/10/rate-limit',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: [],
  title: 'A client cannot open tunnels without bound',
  asks: 'A proxy should limit how many proxied connections a client can open.',
  why: "Without a limit one client can use up the proxy's ports and memory, or turn it into a source of attack traffic against targets.",
  sends:
    'Tunnels are opened one after another up to a bound that the operator has agreed to; the answer to each is noted.',
  counts: {
    pass: 'at some count the proxy answers 429 or 503, or its stream limit stops the client',
    info: 'no limit was met up to the agreed bound',
    inconclusive: 'requests fail from the beginning or for another reason',
  },
  hint: 'Look whether limits count per client identity or only per connection, so that new connections evade them.',
  pitfalls: ['No limit below the bound proves nothing about a limit above it.'],
  see: ['RFC 9298 section 7', 'RFC 6585 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
