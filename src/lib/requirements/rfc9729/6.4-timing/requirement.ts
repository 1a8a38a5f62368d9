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
    'Without credentials and with one that looks valid, takes 200 to 500 response times each of the path of the template and of one that does not exist, in random order, and looks at the differences round by round: their median, and the interval that ranks give for it.',
  counts: {
    pass: 'the difference stays within the noise, and the noise within 1 ms',
    info: 'a significant and stable difference, above 1 ms or below, or answers that differ in more than time',
    inconclusive: 'the jitter is too high for a statement, or too few answers came',
    notApplicable: 'tunnels are opened without credentials, so nothing is hidden',
  },
  hint: 'Look for work that is done on the hidden path only: key lookup, exporter and signature check.',
  pitfalls: [
    'The classes are interleaved, or a drift in load looks like a difference.',
    'Hundreds of requests are a load of their own and may meet a rate limit.',
  ],
  see: [],
})
