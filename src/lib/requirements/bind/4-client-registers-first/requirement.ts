import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/4/client-registers-first',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The client registers the uncompressed context before it uses it',
  asks: 'A client that wants to send or receive uncompressed datagrams must first send a COMPRESSION_ASSIGN with IP Version 0.',
  why: "Without the registration the proxy cannot know what the octets mean. It drops them as an unknown context, and the client's first packets go nowhere.",
  sends:
    'A scripted proxy enables bound mode and records in what order the client sends the capsule and the datagrams of the uncompressed context.',
  counts: {
    pass: 'the COMPRESSION_ASSIGN precedes the first use',
    fail: 'uncompressed payloads on a Context ID that is never registered',
    info: 'a datagram that arrived before the capsule only because packets were reordered',
    inconclusive: 'the client sends no uncompressed datagrams',
  },
  hint: 'Look for a fixed Context ID (2, say) that the client takes for granted, or for a capsule queued behind flow control while datagrams go out.',
  pitfalls: ['The order of sending counts: where possible, packet numbers are compared and not times of arrival.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
