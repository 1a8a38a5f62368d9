import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.3/h1-client-close',
  level: 'must',
  binds: 'client',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Clients close the connection after a defective 101',
  asks: 'If the response lacks any of the required properties of a successful HTTP/1.1 response, the client must treat the attempt as failed and close the connection.',
  why: 'After a defective 101 the two ends disagree on what the connection carries. A client that goes on feeds packets into another protocol, or lets a server read them as requests.',
  sends:
    'A scripted proxy answers in turn with 101 without Connection, with two Upgrade fields, with another token, and with Content-Length; then with a plain 200. It records what follows on the connection.',
  counts: {
    pass: 'the connection is closed and nothing was sent into the tunnel',
    fail: 'packets or capsules follow the defective 101, or the connection carries another request',
    warn: 'the connection is used again after an ordinary final response that declined the Upgrade',
    inconclusive: 'the client offers no HTTP/1.1, or sends nothing after a correct 101 either',
  },
  hint: 'Look for code that checks the status 101 and nothing else.',
  pitfalls: [
    'Reusing the connection after an ordinary 200 or 404 is usual HTTP, though the text asks for closing: hence no more than a warning.',
    'Allow a round trip for the close to arrive.',
  ],
  see: ['RFC 9110 section 15.2.2', 'RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
