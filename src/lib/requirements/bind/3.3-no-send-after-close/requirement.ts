import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.3/no-send-after-close',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'After a CLOSE no more datagrams are sent on that Context ID',
  asks: 'Once an endpoint has sent or received a COMPRESSION_CLOSE for a Context ID, it must not send further datagrams with that ID.',
  why: 'The receiver has freed the mapping and discards what still comes, so all that traffic is lost although an uncompressed context could have carried it.',
  sends:
    'Context 4 is closed while the responder keeps sending into it; a later registration and its answer form a barrier, and datagrams on context 4 sent after it are counted. For a client, a scripted proxy closes a context in use.',
  counts: {
    pass: 'no datagram on the closed ID after the barrier',
    fail: "datagrams on the ID in QUIC packets numbered after the one with the barrier's answer, or later on the stream with capsules, in three runs",
    inconclusive: 'only leftovers that reordering explains, or no traffic in the context before it was closed',
  },
  hint: 'Look for a send path that caches the Context ID per flow and is not told of the CLOSE.',
  pitfalls: [
    'QUIC packets overtake each other: packet numbers decide and not the time of arrival. On HTTP/1.1 and HTTP/2 the order on the stream decides.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
