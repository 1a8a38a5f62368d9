import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/qsid-mapping',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Each HTTP/3 Datagram names its own request stream, as the stream ID divided by four',
  asks: 'An HTTP/3 Datagram must start with a Quarter Stream ID: the ID of its client-initiated bidirectional stream divided by four, at most 2^60-1.',
  why: "With an undivided or wrong ID the first tunnel of a connection works, as zero stays zero, and every later one stays mute or receives its neighbour's packets.",
  sends:
    'Opens tunnels on several streams of one connection, has the target echo a different tag in each, and compares the Quarter Stream ID of each answer with the stream on which its tag was sent.',
  counts: {
    pass: 'the IDs match on all streams',
    fail: 'an undivided stream ID, a wrong stream or a value above 2^60-1, at least 3 times',
    inconclusive: 'no answers arrive in DATAGRAM frames on a stream other than stream 0',
  },
  hint: 'Look for a missing division by four, or for a stream handle captured once per connection instead of once per tunnel.',
  pitfalls: [
    'Stream 0 proves nothing, since zero divided by four is zero.',
    'Early drafts used flow identifiers: do not apply this to a peer that speaks such a draft only.',
    'A varint longer than necessary is legal.',
  ],
  see: [],
})
