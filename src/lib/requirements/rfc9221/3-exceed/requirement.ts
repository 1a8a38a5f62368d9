import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/exceed',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'destructive',
  needs: ['responder'],
  title: "DATAGRAM frames keep to the peer's limit, and larger ones close the connection",
  asks: 'An endpoint must not send DATAGRAM frames larger than the peer advertised. A receiver must close the connection with PROTOCOL_VIOLATION (0x0a) upon a larger one, or upon any if it advertised none.',
  why: 'A proxy that exceeds the limit has its connection, with all tunnels in it, closed by the client as soon as a target sends a large packet.',
  sends:
    "Advertises a limit of 500 octets and has the responder return 1000; then, on a connection of its own, sends a frame above the server's limit, or any frame if it advertised none.",
  counts: {
    pass: 'our limit is never exceeded, and our violation closes the connection with 0x0a or another transport error',
    fail: 'the proxy exceeds our limit at least 3 times, or the connection survives our violation after the packet was acknowledged, at least 3 times',
    inconclusive:
      "the server's limit is larger than any packet on the path, such as 65535, so that no oversized frame can be made",
  },
  hint: "Look whether the send path compares with the peer's parameter or with its own.",
  pitfalls: [
    'The limit counts frame type, length field and payload.',
    'A switch to capsules because of our small limit is allowed here; rfc9298/6.1/no-capsule-fallback looks at that.',
    'A server that never advertised 0x20 may not know the frame at all and close with FRAME_ENCODING_ERROR.',
  ],
  see: ['RFC 9000 section 11'],
})
