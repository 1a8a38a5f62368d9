import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.3/scramble-client-config',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'A client with scramble offers only configurations that keep packets distinct',
  asks: 'A client that uses scramble must not offer a cipher suite or QUIC version whose short-header packets may be too short, or may repeat the 16 octets after the connection ID.',
  why: 'Those 16 octets serve as the initialisation vector. If they repeat, the key stream repeats, and parts of the packets can be recovered by anybody who watches.',
  sends:
    'Nothing. A cipher suite or QUIC version that breaks the rule would have to exist, and the client would have to support it.',
  counts: {},
  hint: 'Keep in mind that all cipher suites of QUIC versions 1 and 2 satisfy the rule; review it when adding a new suite.',
  pitfalls: [],
  see: ['RFC 9001 section 5.3'],
  status: {
    kind: 'untestable',
    reason: 'It concerns future cipher suites: all suites of QUIC versions 1 and 2 satisfy it',
  },
})
