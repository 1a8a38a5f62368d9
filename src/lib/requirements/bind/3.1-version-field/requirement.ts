import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/version-field',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'IP Version fields hold a permitted value and match the length of the address',
  asks: 'The IP Version must be 0, 4 or 6 in a COMPRESSION_ASSIGN and 4 or 6 in an uncompressed payload, with an address of 32 or 128 bits to match, or none for 0.',
  why: 'All fields after the version are found by its value. A wrong one shifts address, port and payload, and the receiver talks to a host that nobody named.',
  sends:
    'Everything the peer sends is parsed. On streams that may be lost, payloads with version 5 and 0 and truncated addresses are sent and the reaction noted. For a client, a scripted proxy does the same.',
  counts: {
    pass: 'all fields the peer sends conform',
    fail: 'the peer sends another version, or an address of the wrong length',
    warn: 'the peer forwards a payload whose header has another version',
    info: 'the reaction to our own bad fields, for which the document names none',
    inconclusive: 'the peer sent no registration and no uncompressed datagram to look at',
  },
  hint: 'Look for a serialiser that takes the length of the address from a dual-stack socket address and not from the version.',
  pitfalls: [
    'A capsule cut short inside its fields falls under the general rule of the Capsule Protocol, not under this one.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 4', 'RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
