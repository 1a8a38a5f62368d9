import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/4.1.2/malformed',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Malformed HTTP/3 requests are refused, never acted on',
  asks: 'A malformed request or response must be treated as a stream error of type H3_MESSAGE_ERROR. A server may send an HTTP error response first; a client must not accept a malformed response.',
  why: 'What one party accepts and the next reads differently is the raw material of request smuggling: the tunnel is opened for a target that no rule has checked.',
  sends:
    'Sends the malformed requests of rfc9298/3.4/malformed-requests over HTTP/3, one per stream, each framed by a valid request. A client under test receives malformed responses from a scripted proxy.',
  counts: {
    pass: 'a stream error, normally H3_MESSAGE_ERROR (0x10e), or a 4xx; a client rejects the response',
    fail: 'the malformed request gets a 2xx, or a client uses the malformed response',
    inconclusive: 'valid requests fail too, so the refusal says nothing',
  },
  hint: 'Look for pseudo-header checks that are written for ordinary requests and skipped for CONNECT.',
  pitfalls: ['A 4xx and a reset are both right; some servers send both.'],
  see: ['RFC 9298 section 3.4', 'RFC 9297 section 3.3'],
})
