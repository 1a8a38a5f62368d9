import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.4/reset-token',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'No stateless reset token appears without forwarding',
  asks: 'The reset token in ACK_TARGET_CID must have length zero when forwarding is not negotiated; a receiver must ignore a token of length zero.',
  why: 'A client that stores an empty token can match it against anything, and then closes healthy connections on ordinary packets.',
  sends:
    'A target CID is registered on a tunnel with port sharing but without forwarding, and the token length in ACK_TARGET_CID is read. For a client, a scripted proxy sends a zero-length token and lets inner traffic go on.',
  counts: {
    pass: 'the token has length zero without forwarding',
    fail: 'a token is present although forwarding was not negotiated',
    info: 'length zero with forwarding, which is allowed; the duty to ignore it is not visible itself',
    inconclusive: 'no ACK_TARGET_CID arrives',
  },
  hint: 'Look whether the ACK builder fills in the token without looking at the negotiated mode.',
  pitfalls: [],
  see: [
    'draft-ietf-masque-quic-proxy section 5.5',
    'draft-ietf-masque-quic-proxy section 5.10',
    'RFC 9000 section 10.3',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
