import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/intermediary-no-convert',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'An intermediary does not turn DATAGRAM frames into capsules',
  asks: 'An intermediary that gets a datagram in a DATAGRAM frame should not convert it to a capsule if the next hop takes frames too; one too large for a frame should be dropped.',
  why: 'Capsules are reliable and of any size: the ends then measure a path MTU that does not exist, and the tunnelled transport piles its retransmissions on those of QUIC.',
  sends:
    'Sends small and growing DATAGRAM frames through the intermediary to a scripted origin proxy, which notes the encoding in which each one arrives.',
  counts: {
    pass: 'frames arrive as frames, and those too large are dropped',
    warn: 'frames arrive as capsules although the next hop negotiated DATAGRAM',
    inconclusive: 'no tunnel through the intermediary, or the next hop has no DATAGRAM',
  },
  hint: "Look for a fallback to capsules on the error 'datagram too large'.",
  pitfalls: ['If the next hop did not negotiate DATAGRAM, conversion to capsules is the only way and right.'],
  see: ['RFC 9297 section 2.1.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
