import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/9/any-version',
  level: 'may',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Forwarding works for any QUIC version',
  asks: 'Client and target may use any QUIC version and send its packets through the forwarding path; the proxy sees only what all versions have in common.',
  why: 'A proxy that looks deeper ties its users to the versions it knows and blocks the rollout of new ones.',
  sends:
    'Random octets behind a long header of an unknown version pass through the tunnel as a handshake; then short-header packets of that version, and version 1 ones as a control, are sent forwarded. The responder counts arrivals.',
  counts: {
    pass: 'packets of the unknown version are forwarded',
    info: 'they are dropped while version 1 packets pass',
    inconclusive: 'version 1 packets do not pass either',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: 'Look for a version check, a minimum length or header parsing beyond the connection ID on the forwarding path.',
  pitfalls: [
    'Short headers carry no version: a proxy that drops them must have looked at the handshake or at the contents.',
  ],
  see: ['RFC 8999 section 5', 'RFC 8999 section 6'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
