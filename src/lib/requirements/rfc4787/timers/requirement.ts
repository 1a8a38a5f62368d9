import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4787/-/timers',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Measuring how long an idle UDP mapping lives',
  asks: 'Section 4.3 says a NAT must keep a UDP mapping for at least two minutes, recommends a default of five or more, and requires outbound packets to refresh it. Well-known ports may have a shorter time.',
  why: 'A mapping that dies early cuts idle tunnels and inner connections without a word; applications then need keepalives that drain batteries.',
  sends:
    'Opens a mapping, lets it idle, then has the responder send to it on command over a separate control channel; the idle time is bisected with a fresh mapping for each step, in the manner of the binding-lifetime test of RFC 5780.',
  counts: {
    info: 'the lifetime in seconds, with the bounds of the bisection',
  },
  hint: 'Never probe the same mapping twice: the probe itself may have refreshed it.',
  pitfalls: ['A lost probe looks like an expired mapping: repeat it with a fresh one.'],
  see: ['RFC 5780 section 4.6'],
  status: {kind: 'method'},
})
