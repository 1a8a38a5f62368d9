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
    'Reconnects 5 times on new connections, with and without tickets, and compares the address that the target sees, while a second identity holds a session of its own.',
  counts: {
    pass: 'the visible address varies between connections, or all clients share it',
    warn: 'the address that targets see is identical on every reconnect and differs from that of the second identity',
    info: "an estimate of the pool's size; an inner address that stays constant behind a NAT",
    inconclusive: 'only one identity is available',
  },
  hint: 'Look for an address that is derived from the user name, or a lease table without expiry.',
  pitfalls: [
    'An allocator that takes the lowest free address returns the same one when nobody else is connected: hold a second session open.',
  ],
  see: ['RFC 9484 section 4.7.1'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
