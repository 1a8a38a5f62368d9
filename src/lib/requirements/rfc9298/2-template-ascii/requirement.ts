import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/template-ascii',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A template with characters outside printable ASCII is refused by the client',
  asks: 'All characters of the template must be in the range 0x21 to 0x7E; others may appear only percent-encoded. A client should check this.',
  why: 'Raw non-ASCII octets in a request line or :path are rejected or altered differently by each server and front end, so the same configuration works at one proxy and not at the next.',
  sends:
    'The client is configured with templates that contain U+00E9, a space and DEL; a scripted proxy records whether a request arrives and which octets its path holds.',
  counts: {
    pass: 'the client refuses the template',
    warn: 'the template is accepted unnoticed: its characters go out percent-encoded by the library or, worse, raw (shown prominently)',
    inconclusive:
      'the client cannot be given this template, or it stopped for another reason such as an untrusted certificate',
  },
  hint: 'Check the octets of the template when the configuration is read, before any library gets the chance to encode them.',
  pitfalls: [
    'Raw octets in the path and percent-encoding by a library are both warnings here; the report says which of the two it was.',
    'A client that names the defect itself and still sends the request breaks a stronger rule: see rfc9298/2/client-reject.',
  ],
  see: ['RFC 3986 section 2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
