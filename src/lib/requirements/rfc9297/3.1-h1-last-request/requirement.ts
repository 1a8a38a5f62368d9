import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.1/h1-last-request',
  level: 'none',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Whether a proxy takes HTTP requests from inside an upgraded HTTP/1.1 connection',
  asks: 'In HTTP/1.x the data stream is all that follows on the connection, so no further request can come once the tunnel has started.',
  why: 'A proxy or front end that goes on parsing requests after the 101 lets tunnel content act as HTTP requests: request smuggling.',
  sends:
    'After the 101 sends a canary capsule, the text of an HTTP request inside a capsule of unknown type, and another canary; on a second connection the bare request text.',
  counts: {
    pass: 'no HTTP response appears, and in the capsule case both canaries work',
    info: 'a second HTTP response on the upgraded connection (a smuggling risk); how bare request text ends: in a stall or a close',
    inconclusive: 'no tunnel over HTTP/1.1, or the first canary does not work',
  },
  hint: 'Look for a front end that returns the connection to its request parser after the upgrade.',
  pitfalls: [
    "Read as a capsule, the text 'GET ' is type 0x0745 with a length of 5152: waiting for more octets is right.",
    'After a refusal the connection is ordinary HTTP again; only what follows a 101 counts.',
  ],
  see: [],
})
