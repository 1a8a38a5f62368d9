import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3/context0-real-target',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'With a real target in the URI, Context ID 0 works as in a plain tunnel',
  asks: 'When the URI names a real target, datagrams in Context ID 0 must keep their plain meaning in both directions, even with bound mode on.',
  why: 'A client that asks for bound mode with a fallback sends to its first target in context 0 at once. If that context is dead, its connection stalls just because the proxy supports more than it needs.',
  sends:
    'A bound request with the responder as target: an echo in context 0, then registrations of other contexts, then an echo in context 0 again; a plain tunnel to the same responder serves as control.',
  counts: {
    pass: 'context 0 echoes before and after the registrations',
    fail: 'the stream is aborted or context 0 is dead while bound mode is on and the plain control tunnel works, in three runs',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'the plain control tunnel does not echo either',
  },
  hint: 'Look for a ban on Context ID 0 that is tied to the extension and not to the wildcard target.',
  pitfalls: ['If the client has also registered a context for the same tuple, replies may come back on either.'],
  see: ['RFC 9298 section 4', 'RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
