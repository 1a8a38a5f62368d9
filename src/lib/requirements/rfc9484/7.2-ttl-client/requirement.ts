import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/ttl-client',
  level: 'none',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the client treats the hop count of its own and of forwarded packets',
  asks: 'A client that forwards for others will decrement once on encapsulation. Its own packets keep their TTL, and decapsulation changes nothing.',
  why: 'A client that decrements its own packets breaks protocols that check for 255 or send with 1. One that never decrements lets a loop between two sites run for ever.',
  sends:
    "A scripted proxy reads the TTL of packets that the client's host originates and of packets routed through it, and sends packets of known TTL to both.",
  counts: {
    pass: 'own packets arrive unchanged, forwarded ones are one lower',
    info: 'own packets are decremented, forwarded ones are not, or they are decremented twice',
    inconclusive: 'the client forwards for nobody, or the TTL it started with is unknown',
  },
  hint: "Look for a library call that decrements on each write to the tunnel, whatever the packet's origin.",
  pitfalls: ['A client on a TUN device is a router to itself: the usual 64 or 128 minus one gives it away.'],
  see: ['RFC 1812 section 5.3.1'],
  status: {kind: 'planned', waitsFor: 'client'},
})
