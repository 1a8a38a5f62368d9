import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/5.2/goaway',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'How GOAWAY and WRAP_UP announce the end of long tunnels',
  asks: 'GOAWAY stops new requests while those under way go on. A draft adds a WRAP_UP capsule, which gives the same notice for a single request.',
  why: 'Tunnels live for hours. Clients that see no notice lose all flows at once when a proxy restarts instead of moving them in time.',
  sends:
    'Keeps a tunnel with a slow echo open for a long run and records GOAWAY frames, WRAP_UP capsules, and how long the tunnel lived after each.',
  counts: {
    info: 'GOAWAY or WRAP_UP seen or not, and what became of the tunnel afterwards',
    inconclusive: 'the run ended before the proxy announced or closed anything',
  },
  hint: 'Look at the drain code: it may close the connection right after GOAWAY without a wait for tunnels.',
  pitfalls: ['A connection that ends without notice may have been lost in the network.'],
  see: ['draft-ietf-httpbis-wrap-up', 'RFC 9297 section 3.2'],
})
