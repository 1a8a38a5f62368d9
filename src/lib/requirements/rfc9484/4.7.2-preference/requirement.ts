import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/preference',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a preferred address is honoured',
  asks: 'A client can name the address or prefix length it would like; the proxy is free to assign another one.',
  why: 'A client that gets its former address back can go on with connections after a reconnect. An address that sticks without being asked for lets servers recognise the user.',
  sends:
    'A tunnel gets an address and is closed; after reconnecting, the same address is asked for, and in another run none in particular.',
  counts: {
    info: 'whether the wish is honoured, and whether the address sticks without being asked for',
    inconclusive: 'no address is assigned in one of the runs',
  },
  hint: 'Look at the allocation policy: by wish, by identity, lowest free, or random.',
  pitfalls: [
    'An allocator that gives out the lowest free address looks sticky when nobody else is connected: hold a second tunnel open.',
    'Addresses that stick per client are judged under rfc9484/11/persistent-address.',
  ],
  see: ['RFC 9484 section 11'],
})
