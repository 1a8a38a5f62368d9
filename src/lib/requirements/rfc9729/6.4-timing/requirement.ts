import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.4/timing',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: [],
  title: 'Whether response times tell a hidden resource from one that does not exist',
  asks: 'Checking a signature takes time, and that time can give a hidden resource away. Servers can delay some of their other answers to cover it.',
  why: 'A millisecond of difference, measured often enough, betrays the proxy to anyone, even when the responses are the same octet by octet.',
  sends:
    'Takes at least 500 interleaved response times per class, one of them with a credential that looks valid, and compares the medians with a rank test and a bootstrap interval.',
  counts: {
    pass: 'the difference of medians stays within the noise',
    info: 'a significant and stable difference above 1 ms',
    inconclusive: 'the jitter is too high for a statement',
  },
  hint: 'Look for work that is done on the hidden path only: key lookup, exporter and signature check.',
  pitfalls: [
    'The classes are interleaved, or a drift in load looks like a difference.',
    'Hundreds of requests are a load of their own and may meet a rate limit.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'suite'},
})
