import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.4/h2h3-client-form',
  level: 'must',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'In HTTP/2 and HTTP/3 the client sends a correct extended CONNECT, if the server allows it',
  asks: "The request must have :method CONNECT, :protocol connect-ip, the proxy's :authority, and non-empty :scheme and :path from the expanded template. It needs the server's setting for extended CONNECT.",
  why: 'Servers must treat a wrong pseudo-header as malformed and reset the stream. Without the setting a server may take :protocol itself as an error and close the connection with all its other requests.',
  sends:
    "A scripted proxy parses the header section of the client's request; in a second run it leaves the extended CONNECT setting out of its SETTINGS and watches whether a request still comes.",
  counts: {
    pass: 'all pseudo-headers are as required, and no request is sent without the setting',
    fail: 'a pseudo-header is missing, empty or wrong',
    warn: 'a request is sent although the client had received SETTINGS without extended CONNECT',
    inconclusive:
      'no request comes even with the setting, or it cannot be shown that the SETTINGS had arrived before the request',
  },
  hint: 'Look for a client that never waits for SETTINGS, or that fills :authority with the target instead of the proxy.',
  pitfalls: [
    'In HTTP/3 a client may use settings remembered for 0-RTT: judge only after the packets that carry the new SETTINGS are acknowledged.',
  ],
  see: ['RFC 8441 section 3', 'RFC 8441 section 4', 'RFC 9220 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
