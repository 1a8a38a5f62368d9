import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/status-204-205-206',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'A tunnel is never accepted with status 204, 205 or 206',
  asks: 'A server must not use 204, 205 or 206 on a response that starts the Capsule Protocol; a receiver must treat such a response as malformed.',
  why: 'Clients and intermediaries know these codes as responses without or with partial content, and end or cut the stream that is meant to be the tunnel.',
  sends: 'Opens tunnels and reads the status of each success response.',
  counts: {
    pass: 'success comes with another 2xx code, as a rule 200',
    fail: 'a tunnel is accepted with 204, 205 or 206',
    inconclusive: 'no tunnel is accepted',
  },
  hint: "Look for a handler that answers CONNECT through a generic 'no content' helper.",
  pitfalls: ['HTTP/1.1 accepts a tunnel with 101, so this concerns HTTP/2 and HTTP/3.'],
  see: [],
})
