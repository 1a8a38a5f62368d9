import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/receive-malformed',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'A malformed ADDRESS_ASSIGN from the client ends the stream',
  asks: 'Who receives a malformed ADDRESS_ASSIGN must handle it as an error of the Capsule Protocol, that is like a malformed or incomplete message: the stream ends.',
  why: 'A proxy that swallows the fault works on with an address list other than the one its peer believes in, and site-to-site packets disappear without any message.',
  sends:
    'One fault per tunnel: version 5, prefix length 33 for IPv4, host bits set, an entry cut short, an octet too many. Each time a wait of 3 round trips, then a canary packet shows whether the tunnel still forwards. A valid capsule in another tunnel is the control.',
  counts: {
    pass: 'the stream is ended in any way: reset, FIN, or closing of the connection',
    fail: 'the tunnel still forwards the canary after the fault, so the capsule was accepted or ignored',
    inconclusive: 'a valid ADDRESS_ASSIGN ends the stream too, or the tunnel carried no canary before the fault',
  },
  hint: 'Look for a proxy that skips ADDRESS_ASSIGN as if its type were unknown, or a parser that reports its error to the log only.',
  pitfalls: [
    'Only a tunnel that still forwards is evidence; silence alone is not.',
    'Any ending counts as an abort; the error code is judged under rfc9297/3.3/malformed-error.',
  ],
  see: ['RFC 9297 section 3.3'],
})
