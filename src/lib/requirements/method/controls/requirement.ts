import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'method/-/controls',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The controls that every verdict rests on',
  asks: 'A rule of this toolkit, not of a document: an echo on the same tunnel before and after, a fresh nonce in each packet, at least three attempts, and a positive control that shows the probe path works.',
  why: 'Without controls, a lost packet becomes a bug report against a proxy that did nothing wrong, and a dead test path looks like a clean pass.',
  sends:
    "Around each probe: an echo, the probe with its own nonce, an echo, three times or more. Outer QUIC acknowledgements and the responder's log tell which side lost a packet, and each finding says whether it shows the effect or the implementation.",
  counts: {
    info: 'a design rule; other rows apply it',
  },
  hint: 'An acknowledged outer packet shows that the proxy had the datagram, not that it forwarded it.',
  pitfalls: [
    "The effect seen may come from the kernel or the network, not from the proxy's code: label it as effect unless its cause is shown.",
  ],
  see: [],
  status: {kind: 'method'},
})
