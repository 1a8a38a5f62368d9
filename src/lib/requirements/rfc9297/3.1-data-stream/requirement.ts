import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.1/data-stream',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How capsules split over many DATA frames, or packed into one, are parsed',
  asks: 'The data stream is every octet after the header section, in HTTP/2 and HTTP/3 the payloads of the DATA frames. Where one frame ends and the next begins carries no meaning.',
  why: 'Intermediaries and TLS stacks cut frames anew. A parser that expects one capsule per frame works in the laboratory and breaks behind the first load balancer.',
  sends:
    'Sends one capsule in DATA frames of one octet each, several capsules in one DATA frame, and some empty DATA frames between them; with a responder, whether each payload reaches the target once.',
  counts: {
    pass: 'each capsule takes effect exactly once',
    info: 'the stream is closed, or capsules are lost or garbled, depending on how they were cut',
    inconclusive: 'capsules in one frame each do not work either',
  },
  hint: 'Look for a parser that starts anew with each DATA frame, or that discards what follows the first capsule.',
  pitfalls: [
    'Stacks defend against floods of tiny frames with ENHANCE_YOUR_CALM or H3_EXCESSIVE_LOAD: a few dozen frames are enough.',
    'HTTP/1.1 has no DATA frames; there the cut is made between TCP segments.',
  ],
  see: [],
})
