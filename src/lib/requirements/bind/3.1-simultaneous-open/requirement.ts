import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/simultaneous-open',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'When both sides register one tuple, the context opened by the proxy is closed',
  asks: 'If an endpoint sees that both it and its peer have opened a Context ID for the same tuple, it must close the one that the proxy opened.',
  why: "Both ends need the same tie-break. If each closes its own or the other's, the tuple ends with no context or with two, and its traffic falls back or is lost.",
  sends:
    "The responder makes a source send, so that the proxy registers it, while our own registration for the same tuple is sent at once; when they cross, we close the proxy's ID and watch which context lives. For a client, a scripted proxy answers its registration with one of its own.",
  counts: {
    pass: "the ID opened by the proxy is closed by either side, and the client's lives on",
    fail: "the proxy closes or rejects the client's ID because of the clash and keeps its own, in three clashes",
    inconclusive: 'no clash came about',
  },
  hint: 'Look for a tie-break by arrival (first or last one wins) or by Context ID instead of by role.',
  pitfalls: [
    "A proxy may wait for the client's COMPRESSION_CLOSE, so the test sends one.",
    'A CLOSE for reasons of policy or limit looks the same: a registration without a clash serves as control.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
