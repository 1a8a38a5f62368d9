import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8441/3/client-waits',
  level: 'must',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: "The client uses extended CONNECT only once the server's setting allows it",
  asks: "A client may use :protocol only after it has received the setting with value 1. Over HTTP/3 it must not send requests that its current view of the peer's settings makes invalid.",
  why: 'A server without extended CONNECT treats such a request as malformed. The client then fails at random, depending on whether SETTINGS or the request arrives first.',
  sends:
    'A scripted proxy withholds SETTINGS for two seconds, then on new connections sends SETTINGS without 0x08, and with 0x08 = 0. It watches for a request with :protocol.',
  counts: {
    pass: 'no request with :protocol before 0x08 = 1 has arrived; giving up or failing plainly is fine',
    fail: 'over HTTP/3, an extended CONNECT is sent while the setting is unknown or 0',
    warn: 'the same over HTTP/2, where the text only permits the request after receipt',
    inconclusive: 'the client never connected, or resumed with 0-RTT and a remembered value of 1',
  },
  hint: "Look for a client that opens the request stream as soon as the handshake ends, without a wait for the peer's SETTINGS.",
  pitfalls: [
    'With 0-RTT a remembered value of 1 makes an early request legal.',
    'A request that left after our SETTINGS were acknowledged is fine: compare it with the moment of the acknowledgement.',
    'A client that gives up rather than waits for ever is right.',
  ],
  see: ['RFC 9220 section 3', 'RFC 9114 section 7.2.4.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
