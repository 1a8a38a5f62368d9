import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/client-abort',
  level: 'must',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'Clients abort the request after any response that is not a success',
  asks: 'Every response other than a successful IP proxying response means that the request has failed, and the client must abort it. That includes 3xx, and 2xx that breaks the rules of the Capsule Protocol.',
  why: "A client that goes on sends the user's packets into a stream that nobody forwards, or to a server that refused them, while it shows the user a working tunnel.",
  sends:
    'A scripted proxy answers in turn with 204, 302, 404, 500, and 200 with Content-Length, keeps the stream open, and records what the client still sends after it has acknowledged the response.',
  counts: {
    pass: 'the request is aborted or its stream closed, no packets follow, and the client reports an error',
    fail: 'datagrams are sent on the request more than a round trip after the failed response, or the client treats it as a success',
    inconclusive: 'the client sends no packets even on a good tunnel, so going on and giving up look alike',
  },
  hint: 'Look for a test of the status class alone, which takes 204 or a 200 with Content-Length for a tunnel.',
  pitfalls: [
    'Packets sent ahead of the response are allowed: count only those sent more than a round trip after it.',
    'Following a redirect with a new request is not use of the failed one.',
    'If the scripted proxy ends the stream itself, no further sign of an abort is due.',
  ],
  see: ['RFC 9484 section 4.5', 'RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
