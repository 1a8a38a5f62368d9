import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/2/capsule-protocol',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Nothing of the draft works without Capsule-Protocol',
  asks: 'Both request and response must carry Capsule-Protocol before anything of this draft is used.',
  why: 'If one side assumes capsules and an intermediary does not, registrations are read as plain stream data, and forwarded packets appear for a client that never agreed.',
  sends:
    "A request with the draft's other fields but without Capsule-Protocol, then REGISTER_CLIENT_CID; capsules that come back and packets outside the tunnel are watched for.",
  counts: {
    pass: 'no ACK capsule and no forwarded packet appears',
    warn: 'registrations are acknowledged or packets forwarded although the field was missing',
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it',
    inconclusive: 'the same registration with the field present is not answered either, or the request fails',
  },
  hint: 'Look whether the negotiation code tests Capsule-Protocol at all, or takes it for granted with the connect-udp upgrade token.',
  pitfalls: [
    'Some stacks treat the field as implied by the upgrade token (RFC 9297 section 3.2), which is why this is reported mildly.',
  ],
  see: ['RFC 9297 section 3.2', 'RFC 9297 section 3.4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
