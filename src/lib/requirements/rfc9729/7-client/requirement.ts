import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/7/client',
  level: 'must',
  binds: 'client',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client does not use Concealed on TLS 1.2 without extended master secret',
  asks: 'A client must not use the scheme on connections that are neither TLS 1.3 or newer nor TLS 1.2 with extended master secret.',
  why: 'On such a connection a man in the middle can obtain a proof that he can replay elsewhere as the user.',
  sends:
    'A scripted proxy negotiates TLS 1.2 without extended master secret with a client that has a key, and watches for the field.',
  counts: {
    pass: 'no Concealed credential is sent',
    fail: 'one is sent, in 3 runs',
    inconclusive: 'the client refuses the handshake, or sends no credential on TLS 1.3 either',
  },
  hint: 'Look whether the client asks its TLS library for the state of extended master secret before it adds the field.',
  pitfalls: [
    'QUIC always has TLS 1.3, so HTTP/3 is not concerned.',
    'The control over TLS 1.3 matters: a client without a key also sends nothing.',
  ],
  see: ['RFC 7627 section 5.4'],
  status: {kind: 'planned', waitsFor: 'client'},
})
