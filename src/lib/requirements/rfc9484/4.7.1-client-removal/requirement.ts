import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/client-removal',
  level: 'none',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a client stops using an address that was removed',
  asks: 'An address that is missing from a newer ADDRESS_ASSIGN is removed, and an empty capsule removes all: the client no longer has the right to send from it.',
  why: 'A client that goes on sends packets which the proxy drops as spoofed, or whose answers go to the new holder of the address.',
  sends:
    "A scripted proxy assigns address A, then B only, then sends an empty capsule, and records the source addresses of the client's packets in between.",
  counts: {
    pass: 'two seconds after each capsule no packet comes from a removed address',
    info: 'the client goes on sending from a removed address',
    inconclusive: 'the client sends no packets, or never used the first address',
  },
  hint: 'Look for a capsule handler that adds addresses to the interface and never deletes one.',
  pitfalls: ['Packets that were queued before the capsule may still arrive.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'client'},
})
