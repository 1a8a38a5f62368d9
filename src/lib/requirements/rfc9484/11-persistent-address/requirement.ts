import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/persistent-address',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Clients do not keep one address of their own for ever',
  asks: 'A proxy should avoid assigning the same address or prefix to a client every time.',
  why: 'Targets recognise a user by an address that never changes, across sites and over months, without any cookie.',
  sends:
    'Holds one session open and reconnects 5 times on new connections; compares the addresses that the target sees, or else those assigned.',
  counts: {
    pass: 'the visible address varies between connections, or all clients share it',
    info: 'the address is the same on every reconnect: whether another user would have got it as well, only a second identity could show',
    inconclusive: 'no address was assigned, or not every time',
  },
  hint: 'Look for an address that is derived from the user name, or a lease table without expiry.',
  pitfalls: [
    'An allocator that takes the lowest free address returns the same one when nobody else is connected: hold a second session open.',
  ],
  see: ['RFC 9484 section 4.7.1'],
})
