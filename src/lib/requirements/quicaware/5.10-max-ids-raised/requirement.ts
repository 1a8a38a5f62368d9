import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/max-ids-raised',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The proxy raises the registration limit in time',
  asks: 'A proxy should send MAX_CONNECTION_IDS so that the client can register further connection IDs.',
  why: 'The initial limit allows two registrations, one for each side. After that the first rotation of connection IDs stops the client, and long-lived connections break or never migrate.',
  sends:
    'Both initial registrations are used and one of them is closed; for five seconds MAX_CONNECTION_IDS with a higher value is waited for.',
  counts: {
    pass: 'a capsule with a higher value arrives',
    warn: 'the limit is never raised',
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it',
    inconclusive: 'the registrations were refused, or the stream ended meanwhile',
  },
  hint: 'Look whether the code that closes a mapping also grants a new sequence number.',
  pitfalls: [],
  see: ['draft-ietf-masque-quic-proxy section 5.7', 'draft-ietf-masque-quic-proxy section 5.9'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
