import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/baseline-statistics',
  level: 'none',
  binds: 'method',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'When a feature counts as telling MASQUE sessions from ordinary GETs',
  asks: 'A rule of this toolkit: a feature counts only if its values differ between at least 20 MASQUE sessions and 20 ordinary GETs, taken in turns, by the same client build with the same ticket state.',
  why: 'One capture of each kind always differs somewhere; without a rule, chance and load are reported as a leak.',
  sends:
    "Takes both kinds of session in turns, compares each feature's values, and reports the features that separate the two kinds with their error rate.",
  counts: {
    info: 'the separating features, each with its error rate',
  },
  hint: 'Correct for the number of features that were tested: out of many, a few separate by chance.',
  pitfalls: [
    "A tool's own stack always differs from browsers: keep findings about the client apart from those about the proxy.",
    'Take the sessions in turns, not one kind after the other: load and time of day shift sizes and gaps.',
  ],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'method'},
})
