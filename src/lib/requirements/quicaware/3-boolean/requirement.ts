import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/boolean',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Both header fields of the draft carry Booleans',
  asks: 'Proxy-QUIC-Forwarding and Proxy-QUIC-Port-Sharing must have a Boolean value, ?0 or ?1.',
  why: 'A strict parser discards a value such as 1 or a quoted string as if the field were absent, so the feature silently stays off although both sides support it.',
  sends:
    'Requests with the values ?1, 1 and a quoted ?1; the type of each value in the responses is read. For a client, a scripted proxy reads the values in its requests.',
  counts: {
    pass: 'only ?0 and ?1 are sent',
    fail: 'the peer sends a value of another type',
    info: 'how the peer reacts to a value of the wrong type; treating the field as absent is what the parsing rules give',
    inconclusive: 'neither field is ever sent by the peer',
  },
  hint: 'Look whether the fields are written with a Structured Fields serialiser or pasted together as strings.',
  pitfalls: [],
  see: ['draft-ietf-masque-quic-proxy section 4', 'RFC 8941 section 3.3.6', 'RFC 8941 section 4.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
