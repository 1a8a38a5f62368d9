import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/malformed',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Malformed compression capsules end the request stream with an error',
  asks: 'Five cases are malformed and must be handled as an error of the Capsule Protocol: a repeated Context ID, a tuple the same peer already has open, a second uncompressed context, an ACK never asked for, and a CLOSE with Context ID 0.',
  why: 'After such a capsule the two ends hold different tables of contexts. If the stream goes on, payloads reach the wrong target or are shown with a wrong source.',
  sends:
    'Each case on a fresh stream, followed by a correct registration that shows whether the stream still works. Also registrations with Context ID 0, an odd ID and IP Version 5, which the sender must not send. For a client, a scripted proxy does the same with its own IDs.',
  counts: {
    pass: 'a stream error (H3_MESSAGE_ERROR or H3_DATAGRAM_ERROR, PROTOCOL_ERROR on HTTP/2, a closed connection on HTTP/1.1)',
    fail: 'one of the five cases is acknowledged, or accepted without a word while later capsules still work, in three runs',
    warn: "one of the five is answered by COMPRESSION_CLOSE; or a registration with ID 0, a client's odd ID or IP Version 5 is acknowledged",
    info: 'a COMPRESSION_CLOSE for a registration with ID 0, wrong parity or wrong IP Version; the reaction to a CLOSE for an ID never assigned',
    inconclusive: 'no correct registration works on this proxy, so nothing can be compared',
  },
  hint: 'Look for a context table in which a new entry silently overwrites the old one.',
  pitfalls: [
    'The rule on tuples holds only for a Context ID that is still open and was opened by the same peer; a tuple the proxy registered is a simultaneous open.',
    'An ID that was closed counts as repeated when it is assigned again.',
    'Closing the whole connection is a permitted reaction to a malformed message.',
  ],
  see: [
    'draft-ietf-masque-connect-udp-listen section 3.2',
    'draft-ietf-masque-connect-udp-listen section 3.3',
    'draft-ietf-masque-connect-udp-listen section 4',
    'RFC 9297 section 3.3',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
