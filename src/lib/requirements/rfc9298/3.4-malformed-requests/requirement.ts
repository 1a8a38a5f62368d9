import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.4/malformed-requests',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A malformed Extended CONNECT request opens no tunnel',
  asks: 'A request that breaks the rules on pseudo-header fields is malformed and must be treated as a stream error: PROTOCOL_ERROR in HTTP/2, H3_MESSAGE_ERROR (0x10e) in HTTP/3. The server may send an error response first.',
  why: 'Front ends and proxies that accept malformed requests differ in how they repair them; in that difference live smuggled targets and bypassed access rules.',
  sends:
    'One fault per connection: :path missing or empty, :scheme missing, :method GET with :protocol, :protocol doubled or after a regular field, an upper-case field name, a Connection field; then an echo if a tunnel opens.',
  counts: {
    pass: 'the stream is reset with the expected code, or an error status is sent',
    fail: '2xx, and the tunnel then forwards an echo',
    warn: 'the stream is reset with another error code',
    info: 'the whole connection is closed for the fault, which is permitted',
    inconclusive: 'the fault could not be sent as meant, or a front end may have repaired it',
  },
  hint: 'See which checks the HTTP library makes for Extended CONNECT and which it leaves to the application.',
  pitfalls: [
    'Raising a stream error to a connection error is expressly allowed; the effect on parallel tunnels is worth a note.',
    'Use a raw encoder and check the octets sent: libraries refuse or repair such requests.',
    'A terminating front end may drop or repair the fault before the proxy sees it.',
  ],
  see: ['RFC 9113 section 8.1.1', 'RFC 9114 section 4.1.2', 'RFC 8441 section 4'],
})
