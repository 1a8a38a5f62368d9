import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/7/client-family',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client leaves alone the address families the proxy did not list',
  asks: 'A client should not register contexts for, or send uncompressed datagrams to, targets of a family that is missing from Proxy-Public-Address.',
  why: 'Those datagrams are dropped and the registrations rejected. A client that tries all the same waits for timeouts before it takes the family that works.',
  sends:
    'A scripted proxy lists only an IPv4 tuple, and the client is given targets of both families; what it registers and sends is read.',
  counts: {
    pass: 'no IPv6 registration and no IPv6 datagram',
    warn: 'the client registers or sends to IPv6 all the same',
    inconclusive: 'the client was not given an IPv6 target, or never entered bound mode',
  },
  hint: 'Look for a client that reads Proxy-Public-Address only for its own candidates and not for the choice of targets.',
  pitfalls: ['The client must have had reason to use the missing family, or its restraint shows nothing.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
