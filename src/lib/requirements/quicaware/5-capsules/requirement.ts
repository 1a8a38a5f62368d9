import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/capsules',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Every connection ID registration is answered, with the same connection ID',
  asks: 'The proxy must answer each REGISTER_CLIENT_CID or REGISTER_TARGET_CID with the matching ACK or CLOSE that repeats the connection ID. Virtual connection IDs and reset tokens must have length zero without forwarding, and MAX_CONNECTION_IDS must be at least 1.',
  why: 'A client that waits for an answer which never comes cannot rotate connection IDs and stays in the tunnel for good; one that is handed a virtual ID without forwarding does not know what to do with it.',
  sends:
    'With the draft negotiated: a registration, the same one again, then connection IDs that conflict (a prefix of the first, one of length zero), never beyond the announced limit. Every capsule that comes back is parsed.',
  counts: {
    pass: 'each registration brings ACK or CLOSE with its connection ID, and MAX_CONNECTION_IDS is never below 1',
    fail: 'in three runs with ?1 negotiated: a registration skipped while later ones are answered, a virtual ID or token without forwarding, or MAX_CONNECTION_IDS below 1',
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it and skipping the capsules is right',
    inconclusive: 'the stream ends, or no registration at all is answered, so the missing answer cannot be pinned down',
  },
  hint: 'Look for a registration path that returns early on a conflict or a duplicate without queueing a CLOSE capsule.',
  pitfalls: [
    'Sequence numbers above 1 before MAX_CONNECTION_IDS arrives would be a violation of the tester, not of the proxy.',
    'CLOSE for zero-length or very short connection IDs is allowed.',
    'In HTTP/1.1 no capsule goes out before the 101 (RFC 9931), although the draft allows an early REGISTER_CLIENT_CID.',
    'The code points 0xffe600 to 0xffe607 are provisional and may differ in another draft version.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 5.8',
    'draft-ietf-masque-quic-proxy section 5.9',
    'draft-ietf-masque-quic-proxy section 5.10',
    'RFC 9297 section 3.3',
    'RFC 9931',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
