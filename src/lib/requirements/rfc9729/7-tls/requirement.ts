import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/7/tls',
  level: 'must',
  binds: 'proxy',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Concealed credentials count only on TLS 1.3 or with extended master secret',
  asks: 'A server must treat the request as unauthenticated on connections that are neither TLS 1.3 or newer nor TLS 1.2 with extended master secret.',
  why: 'Without extended master secret the exporter is not unique to a connection: a man in the middle can make two connections share it and replay the proof.',
  sends:
    'Connects with TLS 1.2 without extended master secret and sends a valid Concealed credential; with TLS 1.3 and the same key as control.',
  counts: {
    pass: 'the credential counts as absent',
    fail: 'it is accepted without extended master secret, in 3 runs, with a key that is accepted on TLS 1.3 too',
    inconclusive: 'no own key that the server accepts',
    notApplicable: 'the server refuses such handshakes',
  },
  hint: 'Look whether the authentication code asks the TLS library for version and extended master secret before it calls the exporter.',
  pitfalls: [
    'HTTP/3 always has TLS 1.3, so this concerns HTTP/1.1 and HTTP/2.',
    'Without the TLS 1.3 control, a refusal may simply mean a wrong key.',
  ],
  see: ['RFC 7627 section 5.4'],
  status: {kind: 'planned', waitsFor: 'own-key'},
})
