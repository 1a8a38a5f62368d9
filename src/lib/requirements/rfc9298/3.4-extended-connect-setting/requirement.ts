import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.4/extended-connect-setting',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A proxy that accepts tunnels over HTTP/2 or HTTP/3 announces Extended CONNECT',
  asks: 'A server that offers UDP proxying over HTTP/2 or HTTP/3 must send SETTINGS_ENABLE_CONNECT_PROTOCOL (0x08) with value 1.',
  why: 'A conforming client does not send an Extended CONNECT without the setting, so the service is there but invisible to it.',
  sends:
    'The client reads the SETTINGS of the connection, waiting at least one round trip for them, and then sends a valid request.',
  counts: {
    pass: 'setting 0x08 with value 1',
    fail: 'on at least three connections a tunnel is accepted although the fully received SETTINGS lack 0x08 with value 1',
    warn: 'the setting comes late, after the first response',
    info: 'the setting is absent and Extended CONNECT is refused: no tunnel service on this HTTP version',
    inconclusive: 'no SETTINGS were received in full',
  },
  hint: 'Look for the server option that enables Extended CONNECT; many libraries leave it off and still pass such requests on.',
  pitfalls: [
    'In HTTP/3 the SETTINGS come on a stream of their own: wait before you conclude that the setting is absent.',
  ],
  see: ['RFC 8441 section 3', 'RFC 9220 section 3'],
})
