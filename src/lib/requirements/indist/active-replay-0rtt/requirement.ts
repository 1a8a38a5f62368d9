import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-replay-0rtt',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'How the server meets a replay of our own first flight',
  asks: 'TLS 1.3 expects servers that take 0-RTT data to limit replays and leaves the means to them. Nothing is asked of the visible reaction.',
  why: 'Censors replay captured handshakes to test suspects: a reaction that no Web server shows confirms their suspicion.',
  sends:
    'Captures a first flight of our own (QUIC Initial and 0-RTT, or the TLS ClientHello over TCP), sends it again later and records Retry, status 425, alerts or silence; does the same with common servers.',
  counts: {
    pass: 'the reaction is one that common servers show',
    info: 'the reaction seen, one of its own among it',
    inconclusive: 'the original flight was not answered, or a lost packet would explain the silence',
  },
  hint: 'Look at the replay protection of the TLS library and at what it does with an early request.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Only flights of our own are replayed.',
    'A replay from another address may meet address validation instead: say which address was used.',
  ],
  see: ['RFC 8446 section 8', 'RFC 8470 section 5.2'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
