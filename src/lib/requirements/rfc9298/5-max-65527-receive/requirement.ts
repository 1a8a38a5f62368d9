import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/max-65527-receive',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A UDP payload above 65527 octets makes the receiver abort the stream',
  asks: 'An endpoint that receives more than 65527 octets of payload with Context ID 0 must abort the stream.',
  why: 'No such UDP packet exists. A receiver that accepts it cuts it, overflows a length field of 16 bits, or buffers without limit.',
  sends:
    'An echo, then a DATAGRAM capsule with 65528 octets of payload, sent in full unless the stream ends first; then an echo. On another tunnel the same with 65527. A scripted proxy does the same to a client.',
  counts: {
    pass: 'the stream is reset or closed; the code is recorded',
    fail: 'the stream stays open and an echo works after the whole capsule was sent',
    warn: 'the whole connection is closed, or a payload of 65527 octets is answered with an abort',
    inconclusive: 'flow control stopped the capsule before its end, or the proxy does not take capsules',
  },
  hint: 'Check the capsule length less the Context ID against 65527 before the payload is buffered.',
  pitfalls: [
    '65527 is a legal size: it is dropped in silence when the link cannot carry it.',
    'The abort may come on sight of the length field, before the payload is sent.',
    'The bound is on the payload: a longer Context ID shifts the capsule length.',
    'That unusable capsules may be discarded does not override this rule.',
  ],
  see: ['RFC 9297 section 3.5'],
})
