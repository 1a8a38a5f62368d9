import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/authority-memory',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'A proxy that shares a 4-tuple remembers for which authority',
  asks: 'A proxy that re-uses 4-tuples should keep the authorities accessed over each, so that it need not resolve a name again and reach another server.',
  why: 'After a second lookup a client with a resumed session may land at a different server, where its connection IDs and address tokens mean nothing.',
  sends:
    "Nothing. A view into the proxy's table of 4-tuples would be needed, or a DNS zone with changing answers together with proof that a 4-tuple was re-used.",
  counts: {},
  hint: 'Keep in mind that a fresh lookup is right whenever no 4-tuple is re-used.',
  pitfalls: [],
  see: ['RFC 9298 section 3.1'],
  status: {
    kind: 'untestable',
    reason:
      'It is internal bookkeeping; a changing DNS zone could hint at it, but a fresh lookup is legal when no 4-tuple is re-used',
  },
})
