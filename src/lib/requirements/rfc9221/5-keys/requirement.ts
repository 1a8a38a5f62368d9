import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5/keys',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'DATAGRAM frames appear only under 0-RTT or 1-RTT keys',
  asks: 'DATAGRAM frames must be protected with 0-RTT or 1-RTT keys. One in an Initial or Handshake packet is a frame in a forbidden packet type and must end the connection.',
  why: 'Initial packets can be read by anyone on the path, and neither kind is tied to a client that has been authenticated; tunnel traffic has no place there.',
  sends:
    'Looks for frames 0x30 and 0x31 in the Handshake packets of the proxy; on throw-away connections, puts a DATAGRAM frame into its own Handshake packets.',
  counts: {
    pass: 'none is seen, and ours ends the connection with a transport error',
    fail: 'the proxy sends one there, or accepts ours (packet acknowledged, handshake completes, connection used), at least 3 times',
    inconclusive: 'it is not known that our packet arrived, or there was no room in it',
  },
  hint: 'Look at the table of frames allowed per packet type: 0x30 and 0x31 belong to 0-RTT and 1-RTT only.',
  pitfalls: [
    'Any transport error code is permitted, FRAME_ENCODING_ERROR included.',
    'A server that does not know the frame type ends the connection as well.',
    'Initial packets are not looked into: what may stand in them is the same as in Handshake packets.',
  ],
  see: ['RFC 9221 section 6', 'RFC 9000 section 12.4', 'RFC 9000 section 11'],
})
