import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/client-uses-routes',
  level: 'may',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The client may install the routes it is given, and drops those withdrawn',
  asks: 'A receiver may update its routing from an advertisement, as its local policy allows. Each capsule replaces the one before it, so ranges that it no longer lists are withdrawn.',
  why: 'A client that keeps withdrawn ranges sends packets where nobody forwards them. Users see one network vanish after a change on the server until they reconnect.',
  sends:
    "A scripted proxy advertises one /24, later a different one, makes the client's host send to addresses in both and outside, and records the inner destinations from 2 s after each change.",
  counts: {
    pass: 'only advertised destinations appear, and changes are followed',
    info: 'routes are ignored by policy, or packets still go to withdrawn or never advertised ranges after 2 s',
    inconclusive: 'no inner packet left the client at all',
  },
  hint: 'Look for code that adds the ranges of each capsule to the table and never removes the old ones.',
  pitfalls: ['A full-tunnel client may ignore routes on purpose.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'client'},
})
