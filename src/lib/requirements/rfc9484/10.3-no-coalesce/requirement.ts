import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.3/no-coalesce',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Inner packets of different DSCP do not share an outer packet',
  asks: 'If tunnelled packets are outside congestion control, an endpoint must not put inner packets of different DSCP, or no equivalent class, into one outer packet.',
  why: 'The outer packet has only one marking. Urgent traffic mixed with bulk data then travels in the wrong class, and one loss takes both.',
  sends:
    'The responder sends bursts with DSCP 0 and 46 in turn to the client, which reads from its own decrypted packets which inner DSCPs share one QUIC packet.',
  counts: {
    pass: 'packets of different DSCP never share a QUIC packet',
    fail: 'they share one, and the operator states that congestion control is off for them',
    info: 'they share one: a violation only if congestion control is off, which cannot be seen',
    inconclusive: 'DSCP is cleared before the proxy, or no QUIC packet held two inner packets',
  },
  hint: 'Look for a packet builder that fills each QUIC packet with whatever datagrams are queued.',
  pitfalls: ['With congestion control on, the text allows the mixture.'],
  see: ['RFC 2474 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
