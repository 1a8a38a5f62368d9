import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.2/ack-only-after-assign',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'COMPRESSION_ACK is sent only for a Context ID the peer has asked for',
  asks: 'An endpoint must not send a COMPRESSION_ACK unless it has received a COMPRESSION_ASSIGN with the same Context ID.',
  why: 'The receiver must treat a stray ACK as malformed and end the stream. A proxy that acknowledges the wrong number breaks the tunnel at the first registration.',
  sends:
    'All COMPRESSION_ACK capsules are logged while several contexts are registered and closed, and each is matched with a COMPRESSION_ASSIGN of ours. For a client, a scripted proxy does the same.',
  counts: {
    pass: 'each ACK matches one registration of ours',
    fail: 'an ACK for a Context ID that we never sent',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'no ACK was seen at all',
  },
  hint: 'Look for an ACK built from a local counter, or for one that answers the wrong entry when several registrations are pending.',
  pitfalls: [
    "A COMPRESSION_CLOSE for an ID we never registered is another matter: it may close a context of the proxy's.",
  ],
  see: ['RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
