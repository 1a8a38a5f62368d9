import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.4/4.5-h2h3',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'HTTP/2 and HTTP/3: malformed extended CONNECT is refused, and success is a proper 2xx',
  asks: 'A request is an extended CONNECT with :protocol connect-ip and non-empty :scheme, :path and :authority; anything else must be treated as malformed. A success must be 2xx and meet the rules of the Capsule Protocol.',
  why: 'Clients must abort on a success with a wrong status or content fields, so the tunnel never comes up for strict ones. A proxy that repairs broken requests applies its access rules to something the client did not ask for.',
  sends:
    'SETTINGS are read first, then a correct request whose status and fields are checked; then one fault per connection: :path missing or empty, :scheme missing, :method GET with :protocol, :protocol twice or after a regular field, an upper-case field name, a Connection field.',
  counts: {
    pass: 'the correct request gets a 2xx without content fields, and each malformed one is reset or gets a 4xx',
    fail: 'a malformed request gets a 2xx and the tunnel then works; or a success is 101, 204, 205 or 206, or carries Content-Length, Content-Type or Transfer-Encoding',
    warn: 'an unexpected error code, or a success without Capsule-Protocol',
    info: 'the whole connection is closed for the fault, or extended CONNECT is neither offered nor accepted',
    inconclusive: 'the correct request is refused too, or the malformed one could not be sent as intended',
  },
  hint: 'Look for pseudo-header checks that were written for plain CONNECT, and for a framework that adds Content-Length: 0 to the response.',
  pitfalls: [
    'A front end may repair or drop the fault before the proxy sees it.',
    'Closing the connection for a stream error is allowed, though it ends all other tunnels: one fault per connection.',
    'Most client libraries refuse to emit malformed requests: check what was really sent.',
  ],
  see: [
    'RFC 9484 section 4.5',
    'RFC 8441 section 4',
    'RFC 9220 section 3',
    'RFC 9297 section 3.2',
    'RFC 9113 section 8.1.1',
    'RFC 9114 section 4.1.2',
  ],
})
