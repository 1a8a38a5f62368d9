import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/7.2.8/grease-frames',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Reserved frame types are ignored',
  asks: 'Frames of an unknown or reserved type (0x1f * N + 0x21) must be ignored wherever frames are allowed.',
  why: 'Clients send such frames on purpose. A proxy that treats them as an error drops a part of its users and cannot meet any later extension.',
  sends:
    'Sends frame type 0x21 before HEADERS on a request stream, and after SETTINGS on the control stream, a few frames only; each followed by a request that has to work.',
  counts: {
    pass: 'the frames leave no trace and the request succeeds',
    fail: 'the stream or connection ends with an error, while the same request without the frame works',
    info: 'the behaviour on an established CONNECT stream, where the permission is debatable',
    inconclusive: 'requests without such frames fail as well',
  },
  hint: 'Look for a state machine that expects HEADERS as the very first frame of a request stream.',
  pitfalls: [
    'On the control stream the frame has to follow SETTINGS: anything else in first place is H3_MISSING_SETTINGS by rule.',
    'An established CONNECT stream is kept apart, because section 4.4 restricts frames there.',
    'Many such frames look like a flood and may be answered as one.',
  ],
  see: ['RFC 9114 section 9', 'RFC 9114 section 4.4'],
})
