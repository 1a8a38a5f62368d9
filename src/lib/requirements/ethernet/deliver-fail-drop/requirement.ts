import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ethernet/-/deliver-fail-drop',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'A frame that cannot be delivered is dropped, and the tunnel goes on',
  asks: 'An endpoint that cannot deliver a frame to its segment must drop that frame. Bridges should prevent loops.',
  why: 'If one oversize or malformed frame ends the tunnel, any host on the segment can cut the user off, and each reconnect meets the same frame again.',
  sends:
    "A frame above the segment's MTU, a runt, and a frame to an unknown destination are sent; a known exchange before and after shows whether the tunnel lives.",
  counts: {
    pass: 'the frames vanish and the stream stays open',
    warn: 'the stream is closed because of one frame',
    info: 'the frame to an unknown destination is flooded, as a bridge normally does',
    inconclusive: 'the exchange before the frames does not work either, or the tunnel ends for another reason',
  },
  hint: 'Look whether a write error of the interface is treated as an error of the stream.',
  pitfalls: [
    'Network cards pad runts, so a runt may be delivered after all.',
    'Frames reach a real segment and can disturb it: for a lab only.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
