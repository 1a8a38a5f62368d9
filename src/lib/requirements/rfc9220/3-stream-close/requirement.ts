import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9220/3/stream-close',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Which codes end a tunnel stream over HTTP/3',
  asks: 'Written for WebSocket: an orderly close is a FIN, an abort is a stream error H3_REQUEST_CANCELLED (0x10c). The same reading is natural for other :protocol values.',
  why: "Clients log and retry by error code. Code 0, or one from another protocol's space, leaves an operator unable to tell an idle timeout from a crash.",
  sends:
    'Keeps tunnels open until the proxy ends them (idle timeout, ICMP error, policy) and records for each end whether it was FIN, RESET_STREAM or STOP_SENDING, and the code.',
  counts: {
    info: 'the list of codes seen; a code outside the HTTP/3 space, such as 0x0, is named',
    inconclusive: 'the proxy ended no tunnel while it was watched',
  },
  hint: "Look for a stream reset that passes a default or a library's own code instead of an HTTP/3 error code.",
  pitfalls: ['The text speaks of WebSocket, so no code is a violation for connect-udp or connect-ip.'],
  see: ['RFC 8441 section 5', 'RFC 9114 section 8.1'],
})
