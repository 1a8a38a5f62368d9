import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.4/should-send',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Success responses carry Capsule-Protocol: ?1',
  asks: 'Endpoints that use the Capsule Protocol should send the Capsule-Protocol field with a true value.',
  why: 'Intermediaries that do not know the upgrade token recognise capsules by this field; without it they cannot re-encode datagrams, and some paths lose frames.',
  sends: 'Opens a tunnel and reads the field in the success response.',
  counts: {
    pass: 'the field is there with the value ?1',
    warn: 'the field is missing, is ?0, or is not a Boolean',
    inconclusive: 'no tunnel is accepted',
  },
  hint: 'Look where the success response is built; the value is ?1, not 1 or true.',
  pitfalls: [
    'An intermediary may have removed the field on the way.',
    'Definitions of upgrade tokens may change this advice.',
  ],
  see: ['RFC 9298 section 3'],
})
