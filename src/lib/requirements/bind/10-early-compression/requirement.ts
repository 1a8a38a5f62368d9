import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/10/early-compression',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'An endpoint that means to compress a flow registers its context early',
  asks: 'An endpoint that intends to use compression should ask for it as early as possible.',
  why: 'A late switch changes the room for payload in the middle of a connection. An inner path MTU search that settled on the old size has to start over.',
  sends:
    'The time from the first datagram for a tuple to the COMPRESSION_ASSIGN for it is measured, at the proxy or, with a scripted proxy, at the client.',
  counts: {
    info: 'the time from the first datagram to the registration, or that there was none',
    inconclusive: 'no datagrams flowed for any tuple',
  },
  hint: 'Look for compression that starts only after a count of packets or a timer.',
  pitfalls: [
    'What the endpoint intends cannot be seen from outside, so a late or missing registration is never held against it.',
  ],
  see: ['RFC 8899 section 3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
