import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/vcid-unpredictable',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Virtual connection IDs show no structure a client could predict',
  asks: 'A proxy must choose VCIDs that cannot be predicted. Where it shares its address with others and chains of proxies cannot be excluded, a client VCID must also never equal the client CID.',
  why: 'With predictable virtual IDs an attacker registers the next one as a connection ID of its own and makes proxies forward a packet to each other in a loop.',
  sends:
    'The same connection ID is registered up to 50 times as MAX_CONNECTION_IDS allows; the VCIDs are searched for counters, fixed prefixes and equality with the registered ID.',
  counts: {
    pass: 'the collected VCIDs show no structure',
    warn: 'they count up, stay constant, or equal the registered connection ID',
    info: 'forwarding is not negotiated, so there are no VCIDs',
    inconclusive: 'too few VCIDs could be collected before the registration limit or the end of the stream',
  },
  hint: "Look where VCIDs are made: they should come from a cryptographic random source, not from an index or a copy of the client's ID.",
  pitfalls: [
    'Routing bits of a load balancer legitimately make part of the VCID constant.',
    'Statistics cannot prove that something is predictable by design, so this is never reported as a failure.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 2.2', 'draft-ietf-masque-quic-proxy section 10.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
