import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/4/forms',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'DATAGRAM frames are understood with and without a length field',
  asks: 'A receiver must understand both types: 0x30 without a length, reaching to the end of the packet, and 0x31 with one. Empty data is allowed.',
  why: 'Stacks choose the form by what else is in the packet. A peer that knows only one loses datagrams in a pattern that looks like random loss.',
  sends:
    'Sends tagged echoes in frames of type 0x30, of type 0x31, and several of type 0x31 in one packet, interleaved and repeated.',
  counts: {
    pass: 'echoes of all forms come back',
    fail: 'one form is never answered in repeated tries although its packets are acknowledged and the other form is, or a form ends the connection',
    inconclusive: 'neither form is answered, or the packets are not acknowledged',
  },
  hint: 'Look for a frame parser that stops after the first DATAGRAM frame of a packet, or that knows one of the two types only.',
  pitfalls: [
    'A single lost datagram means nothing: the other form, interleaved, is the control.',
    'Empty data is legal in QUIC but too short for HTTP/3, so no echo is sent that way.',
  ],
  see: ['RFC 9297 section 2.1'],
})
