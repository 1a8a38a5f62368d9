import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'dnsassign/-/client-trust',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'DNS settings are taken only from a trusted proxy',
  asks: 'An endpoint must ignore DNS_ASSIGN unless it has reason to trust the peer and expects DNS configuration from it.',
  why: "Any proxy could redirect all of the user's names to a resolver of its choice, outside the tunnel as well.",
  sends:
    'A scripted proxy sends DNS_ASSIGN with a resolver of its own, once to the client in its default configuration, once to one that is told not to accept DNS settings; queries to that resolver are watched for.',
  counts: {
    pass: 'the capsule is ignored where the user declared no trust or expects no DNS configuration',
    fail: 'it is applied although the client is configured not to take DNS from this proxy',
    info: 'it is applied by a client whose user chose the proxy as a VPN, where trust is presumed',
    inconclusive: 'it is not known what the client is configured to trust, or the client makes no queries',
  },
  hint: 'Look whether the switch that refuses DNS settings also covers settings received by capsule.',
  pitfalls: ["Trust is the user's decision: the configuration of the client must be known before anything is judged."],
  see: ['RFC 9484 section 4.7'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
