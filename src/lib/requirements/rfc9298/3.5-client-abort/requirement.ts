import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.5/client-abort',
  level: 'must',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A success that breaks the rules makes the client abort the request',
  asks: 'If a response over HTTP/2 or HTTP/3 misses any requirement for success, the client must treat the attempt as failed and abort the request.',
  why: 'A client that accepts a 204 or a 200 with Content-Length: 0 sends into a stream that the peer or an intermediary regards as finished.',
  sends:
    'A scripted proxy answers with 204, with 200 and Content-Length: 0, and with 302, and leaves the stream open; resets and further datagrams are recorded.',
  counts: {
    pass: 'the client resets the stream',
    fail: 'the client goes on using the tunnel after the bad response',
    inconclusive: 'the client neither resets nor sends anything, or ended for another reason',
  },
  hint: 'Check the status against 204, 205 and 206 and the fields against the forbidden ones before reporting success.',
  pitfalls: [
    'Datagrams sent before the response may arrive for one more round trip.',
    'If the scripted proxy has ended the stream, no reset is due.',
  ],
  see: ['RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
