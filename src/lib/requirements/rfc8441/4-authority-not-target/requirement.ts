import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8441/4/authority-not-target',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Extended CONNECT never opens a tunnel to the host named in :authority',
  asks: 'When :protocol is present, the server must not connect to the host in :authority the way a plain CONNECT does; the target comes from the path.',
  why: 'A server that ignores :protocol becomes an open TCP relay: any client reaches the host and port of its choice past the rules meant for UDP or IP proxying.',
  sends:
    "Extended CONNECT for connect-udp with the responder's host and port as :authority and a path that matches no template; then marked DATA frames if a 2xx comes. The responder records TCP connections and UDP datagrams.",
  counts: {
    pass: 'the responder sees no contact and the request is refused',
    fail: 'a 2xx, and the octets of our DATA frames arrive raw at the responder',
    inconclusive:
      "the responder sees a TCP connection, but it carries TLS or HTTP or comes from another source than the proxy's egress",
  },
  hint: 'Look for a CONNECT handler that switches on the method alone and never tests for :protocol.',
  pitfalls: [
    'A reverse proxy may route by :authority and reach the responder with HTTP; only our own raw octets prove a tunnel.',
  ],
  see: ['RFC 9220 section 3', 'RFC 9110 section 9.3.6'],
})
