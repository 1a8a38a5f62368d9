import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9113/8.5/h2-errors',
  level: 'must',
  binds: 'proxy',
  over: ['2'],
  runClass: 'safe',
  needs: [],
  title: 'Over HTTP/2 a malformed request ends its own stream only',
  asks: 'A malformed request must be treated as a stream error of type PROTOCOL_ERROR. CONNECT_ERROR and CANCEL exist for proxied TCP and for WebSocket; nothing prescribes them for connect-udp.',
  why: 'A proxy that kills the connection for one bad request takes down all other tunnels on it, often those of other users behind the same gateway.',
  sends:
    'Sends malformed extended CONNECT requests on separate streams of one connection, records RST_STREAM, GOAWAY or HTTP status with the code, and then tests whether another stream still works.',
  counts: {
    pass: 'the fault stays on its stream: RST_STREAM or a 4xx, and the connection lives on',
    fail: 'the malformed request is answered with a 2xx and treated as valid',
    info: 'GOAWAY instead of RST_STREAM, which is permitted, and the code used',
    inconclusive: 'a valid request on the same connection fails too',
  },
  hint: "Look for an error path that returns from the connection's read loop instead of resetting the one stream.",
  pitfalls: [
    'An endpoint may treat a stream error as a connection error, so GOAWAY is no violation.',
    'Error codes are recorded, not judged: none is prescribed for connect-udp.',
  ],
  see: ['RFC 9113 section 8.1.1', 'RFC 8441 section 5'],
})
