import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.3/malformed-error',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A capsule error ends the request as a malformed message',
  asks: 'An error in capsule processing must be treated like a malformed or incomplete message: stream error H3_MESSAGE_ERROR (0x10e) in HTTP/3, PROTOCOL_ERROR (0x1) in HTTP/2, closing of the connection in HTTP/1.1.',
  why: 'A proxy that ignores a broken capsule goes on with half of the state: addresses or contexts differ between the two sides, and packets vanish long after the cause.',
  sends:
    'Makes a well-formed capsule of the type take effect, then sends malformed ones of that type, and watches how the stream ends.',
  counts: {
    pass: 'the stream ends with the code for the HTTP version',
    fail: 'the malformed capsule is ignored by a peer on which a valid one of that type took effect on the same connection',
    warn: 'the stream ends with FIN or an unrelated code',
    info: '0x33 or 0x101 instead of 0x10e, or a connection error instead of a stream error',
    inconclusive: 'no sign that the peer implements the capsule type, in which case skipping is right',
  },
  hint: 'Look for a capsule handler whose error is logged and then swallowed.',
  pitfalls: [
    'Both 0x10e and 0x33 can be defended; neither is held against the peer.',
    'A peer that does not know the type must skip the capsule, so support is proved first.',
  ],
  see: ['RFC 9114 section 4.1.2', 'RFC 9113 section 8.1.1', 'RFC 9112 section 8'],
})
