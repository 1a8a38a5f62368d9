import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/9/context-limit',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: [],
  title: 'The number of open contexts is limited and further registrations are rejected',
  asks: 'An endpoint must limit how many Context IDs can be open at once and must reject registrations beyond that limit.',
  why: 'Each context costs memory for the life of the tunnel. Without a limit a single client can bring down the proxy for everybody.',
  sends:
    'Registrations in growing steps, up to a number the operator has agreed to (10000, say), and the answer to each.',
  counts: {
    pass: 'from some number on, registrations are answered by COMPRESSION_CLOSE or a stream error',
    info: 'no limit was met up to the agreed number, which proves nothing',
    inconclusive: 'flow control stopped the test before the agreed number',
  },
  hint: 'Look for a context table that grows without a check in the handler of COMPRESSION_ASSIGN.',
  pitfalls: ['A test that ends somewhere cannot show that there is no limit: this is never a fail.'],
  see: ['draft-ietf-masque-connect-udp-listen section 3.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
