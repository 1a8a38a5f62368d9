import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/optimistic-on-failure',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'What becomes of early datagrams when their request is refused',
  asks: 'Payloads sent ahead of the response may stay unprocessed when the request is refused. That nothing is relayed for a denied request is a consequence, not a rule with a keyword.',
  why: 'A proxy that relays first and checks afterwards lets anyone without credentials, or with a forbidden target, send UDP packets from its address.',
  sends:
    'Tagged datagrams right behind a request that will be refused (an own responder address with wrong credentials, or a blocked port); the responder logs whether any arrives, and the same request in a permitted form is the control.',
  counts: {
    pass: 'the request is refused and nothing arrives, while the permitted control delivers',
    info: 'the request is refused, yet a payload reaches the target (shown prominently as a bypass); or a stream error in place of a response',
    inconclusive: 'the request is not refused, or early datagrams of a permitted request do not arrive either',
  },
  hint: 'Open the socket only after authentication and target checks, and drop held datagrams when the answer is an error.',
  pitfalls: [
    'Use only targets you own.',
    'Over HTTP/1.1 clients are not allowed to send early, so only HTTP/2 and HTTP/3 are tested.',
    'A proxy that drops all early datagrams passes without telling anything about its checks.',
  ],
  see: ['RFC 9931'],
})
