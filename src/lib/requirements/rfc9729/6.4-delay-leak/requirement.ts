import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.4/delay-leak',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: [],
  title: 'Whether a delay that hides the signature check itself gives the server away',
  asks: 'A server may delay some answers to cover the time of verification. Such a delay is meant not to single the server out.',
  why: 'If every tenth 404 of one site takes longer and no other site shows this, the cover has become the mark.',
  sends:
    'Measures 200 response times of paths that do not exist and as many of the front page, in random order, looks for two peaks in each, and compares the shares of slow answers.',
  counts: {
    info: 'the distribution of times; two peaks among the answers for paths that do not exist are a hint, if other pages have none',
    inconclusive: 'too few samples',
    notApplicable: 'tunnels are opened without credentials, so there is nothing to cover',
  },
  hint: 'Keep in mind that a delay should follow the times of ordinary work, not add a constant to some requests.',
  pitfalls: ['Caches and load make two peaks as well.'],
  see: [],
})
