import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/proto0-overlap',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Ranges for all protocols do not overlap ranges for a single one',
  asks: 'An endpoint must not send overlapping ranges of which one has protocol 0 and the other does not. Checking this on receipt is optional, but whoever detects it must abort the stream.',
  why: 'It is then unclear whether the range is open to all protocols or to one, and clients disagree: some abort, some install either route.',
  sends:
    "The proxy's own capsules are searched for such overlaps; then the client advertises one in a tunnel of its own, and a canary follows.",
  counts: {
    pass: 'the proxy sends no such overlap, and ends the stream on one it receives',
    fail: 'the proxy itself sends ranges that overlap in this way',
    info: 'the violation is accepted on receipt, as the check is optional',
    inconclusive: "the proxy sends no ROUTE_ADVERTISEMENT, or the client's capsule meets a tunnel that is already dead",
  },
  hint: 'Look for rules for one protocol that are added to a default route with protocol 0 without splitting or dropping either.',
  pitfalls: [
    'Ranges for two different non-zero protocols may overlap.',
    'The ordering rule does not catch this case, since ranges are sorted by protocol first.',
  ],
  see: ['RFC 9484 section 4.8'],
})
