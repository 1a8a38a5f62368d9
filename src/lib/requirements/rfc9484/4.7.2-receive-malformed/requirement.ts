import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/receive-malformed',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'A malformed ADDRESS_REQUEST ends the stream',
  asks: 'Who receives an ADDRESS_REQUEST with malformed fields must handle it as an error of the Capsule Protocol, that is like a malformed or incomplete message: the stream ends.',
  why: 'A proxy that reads on after an entry of the wrong length takes the rest for further entries, and assigns addresses nobody asked for.',
  sends:
    'One fault per tunnel: version 5, prefix length 33 for IPv4 and 129 for IPv6, host bits set, an entry cut short, an octet too many. After 3 round trips a canary shows whether the tunnel still forwards. A valid request in another tunnel is the control.',
  counts: {
    pass: 'the stream is ended in any way: reset, FIN, or closing of the connection',
    fail: '3 times the tunnel still forwards the canary 3 round trips after the fault, while the valid control is answered',
    inconclusive: 'the valid request ends the stream too, or no canary passes even before the fault',
  },
  hint: 'Look for missing checks of prefix length and host bits, and for octets after the last entry that are never looked at.',
  pitfalls: [
    'The error code is judged under rfc9297/3.3/malformed-error, where 0x10e and 0x33 are both accepted.',
    'A zero or repeated Request ID does not belong here: see rfc9484/4.7.2/zero-id.',
    'Any ending of the stream counts; silence alone proves nothing.',
  ],
  see: ['RFC 9297 section 3.3'],
})
