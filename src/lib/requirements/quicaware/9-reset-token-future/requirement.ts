import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/9/reset-token-future',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'Reset token fields are empty for QUIC versions without such tokens',
  asks: 'If a QUIC version has no stateless reset tokens, or other ones, the token fields in the capsules must have length zero.',
  why: 'A proxy that compares packets with a token that means nothing in that version could tear down healthy connections.',
  sends: 'Nothing. A QUIC version without stateless reset tokens, and a client that speaks it, would be needed.',
  counts: {},
  hint: 'Keep in mind that the token length is a field of its own: a parser must not assume 16 octets.',
  pitfalls: [],
  see: ['RFC 9000 section 10.3', 'draft-ietf-masque-quic-proxy section 5'],
  status: {
    kind: 'untestable',
    reason: 'No such QUIC version exists: versions 1 and 2 both have stateless reset tokens',
  },
})
