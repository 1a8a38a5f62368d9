import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/intermediary-forward',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'An intermediary passes capsules on unmodified, unknown types included',
  asks: 'An intermediary should forward capsules without modification, above all those of unknown type, unless the definition of the type says otherwise.',
  why: 'If unknown types are stripped, no new extension works through that intermediary, and both ends look for the fault in themselves.',
  sends:
    'Opens a tunnel through the intermediary to a scripted origin proxy and sends capsules of known, reserved and unassigned types; the origin records type, value and order.',
  counts: {
    pass: 'all capsules arrive unmodified and in order',
    warn: 'unknown types are stripped, altered or reordered among themselves',
    inconclusive: 'no tunnel through the intermediary, or the scripted origin is missing',
  },
  hint: 'Look for an intermediary that decodes capsules and encodes them anew from a list of known types.',
  pitfalls: [
    'DATAGRAM capsules may be turned into DATAGRAM frames on the way and so overtake others; the other types may not.',
  ],
  see: ['RFC 9297 section 3.5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
