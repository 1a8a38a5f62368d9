import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/intermediary',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['mock-origin'],
  title: 'How a server that relays to another HTTP server passes the request on',
  asks: 'A recipient that is configured to use another HTTP server acts as an intermediary: it forwards the request, in the form that the HTTP version of the next hop needs.',
  why: 'An intermediary that loses the upgrade token, the path or Capsule-Protocol on the way between versions makes tunnels fail for clients of one HTTP version only.',
  sends:
    'A scripted origin is placed behind the server under test; requests come in over each HTTP version, and the origin records version, method, token, path and fields of what arrives.',
  counts: {
    info: 'version and form of the forwarded request',
    inconclusive: 'nothing arrives at the scripted origin, or the server offers no way to set one up behind it',
  },
  hint: 'Look at the conversion between Upgrade in HTTP/1.1 and extended CONNECT in HTTP/2 and HTTP/3.',
  pitfalls: ['From outside, an intermediary and an IP proxy look alike: this needs a chain that the tester controls.'],
  see: ['RFC 9484 section 4.2', 'RFC 9484 section 4.4', 'RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
