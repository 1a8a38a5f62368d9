import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.11/statefulness',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How soon a tunnel is back after a lost connection, and with which address',
  asks: 'The protocol is to limit the state that clients and servers need, so that reconnecting is simple. No level is stated.',
  why: 'A proxy that holds on to the old session for minutes may refuse the new one or give it another address, and all inner connections of a roaming user die.',
  sends:
    'A tunnel is opened, its connection dropped without a goodbye, and a new one set up at once; the time until packets flow and the address assigned are compared with the first tunnel.',
  counts: {
    info: 'the time to reconnect and whether the address stayed the same',
    inconclusive: 'the second tunnel was not set up for reasons of the network',
  },
  hint: 'Look at how the end of a connection releases its addresses, and at how a returning client is recognised.',
  pitfalls: [
    'Whether the same address comes back is a choice of the operator; a new one may be meant to protect privacy.',
  ],
  see: ['RFC 9484 section 11'],
})
