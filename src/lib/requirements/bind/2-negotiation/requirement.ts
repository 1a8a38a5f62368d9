import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/2/negotiation',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Bound mode is on only when both sides sent Connect-UDP-Bind as a Boolean true',
  asks: 'The client asks with Connect-UDP-Bind: ?1, and a proxy that supports the extension answers with the same field; only the pair switches it on. A value of any other type, including a repeated field line, must be treated as if the field were absent.',
  why: 'If the two ends disagree on the mode, one speaks in contexts and capsules that the other reads as something else: the client waits for an acknowledgement that never comes, or the proxy opens a port nobody asked for.',
  sends:
    'Requests with the field and the target *,*, then with a real target; then with the values 1, "?1" and ?0, and with two field lines. Each time a COMPRESSION_ASSIGN shows by its answer whether bound mode is really on. For a client, a scripted proxy answers without the field or with a wrong type.',
  counts: {
    pass: '2xx with ?1 for a correct field; without support, an error for *,* and a plain tunnel for a real target',
    fail: 'bound mode works although the request field was not a Boolean, while a correct field works as control; or a client uses bound mode after a missing or wrong-typed response field',
    warn: '2xx for *,* without connect-udp-bind: ?1, which leaves the client a tunnel it cannot use',
    info: 'the extension is not supported, or ?1 is announced to a request that lacked the field',
    inconclusive: 'a front end may have merged or dropped the repeated field line before the proxy saw it',
  },
  hint: 'Look for a comparison of the raw field text, or a lookup that takes the first of several field lines, instead of a Structured Fields parser.',
  pitfalls: [
    'An intermediary may merge or drop the second field line; it must be known which form reached the proxy.',
    '?0 is a Boolean and not a wrong type: it simply leaves the extension off.',
    'The response field alone only announces support; whether the mode is on is seen from the answer to a COMPRESSION_ASSIGN.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 6', 'RFC 9651 section 3.3.6'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
