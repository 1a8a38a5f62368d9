import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/rate-limit',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: ['responder'],
  title: "Whether the proxy limits a user's rate",
  asks: 'A proxy can limit the rate of clients that send very much, or restrict their addresses by what it knows of them.',
  why: 'A limit that nobody knows of looks like a lossy path, and users search in their own network for what is policy.',
  sends: 'Raises the echo rate step by step within bounds agreed with the operator; the responder counts what arrives.',
  counts: {
    info: 'the rate at which the curve bends, if it does',
    inconclusive: 'the path or our own host is the limit',
  },
  hint: 'Look whether a limiter drops at once or queues: long queues look like delay rather than loss.',
  pitfalls: ['It explains losses elsewhere: other probes stay below 50 packets per second.'],
  see: [],
})
