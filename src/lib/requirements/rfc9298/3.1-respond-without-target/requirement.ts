import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/respond-without-target',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy answers without waiting for the target to speak',
  asks: 'The document explains that the proxy cannot know whether a UDP target is reachable, so it needs to answer without a packet from it. No keyword of obligation is attached.',
  why: "In most protocols the client speaks first. A proxy that waits for the target's first packet deadlocks: neither side ever starts.",
  sends:
    'A request to a silent port of the responder, or to an address you own that answers nothing; the time to the success is compared with that of a target that speaks, and of requests that lead nowhere before and after.',
  counts: {
    pass: 'success within three round-trip times plus 500 ms',
    info: 'the success comes late or never, while requests that lead nowhere are answered at once',
    inconclusive: 'no success for a speaking target either, or the outer connection is too lossy to time',
  },
  hint: 'Look for a reachability probe or a first read on the socket before the response is written.',
  pitfalls: ['DNS time is no waiting for the target: use an IP literal.'],
  see: [],
})
