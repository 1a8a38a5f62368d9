import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/sequence-limit',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client stays within the registration limit',
  asks: 'Registrations of client and target CIDs share one sequence that starts at 0; the client must not go beyond the announced maximum, which is 1 until MAX_CONNECTION_IDS raises it.',
  why: "A proxy that enforces its limit ends the stream, and the user's connection dies in the middle of a harmless connection ID rotation.",
  sends:
    'A scripted proxy acknowledges registrations but never sends MAX_CONNECTION_IDS, while the target makes the client rotate connection IDs; the registrations are counted.',
  counts: {
    pass: 'at most two registrations are sent',
    fail: 'a third registration is sent without a higher maximum',
    inconclusive: 'the client never needed a third registration',
    notApplicable: 'the client registers no connection IDs',
  },
  hint: 'Look for separate counters for client and target CIDs, or a limit taken as a count of active registrations.',
  pitfalls: [
    'Closing a registration does not give its sequence number back.',
    'Registering the same connection ID again takes a new sequence number.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 5.9'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
