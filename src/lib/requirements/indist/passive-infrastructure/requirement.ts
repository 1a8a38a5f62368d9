import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-infrastructure',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: "What the proxy's address alone tells: owner, reverse name, neighbours",
  asks: 'No document asks anything of the address a proxy lives at.',
  why: 'A reverse name with vpn in it, or a block known for such services, is enough for a filter that never looks at a packet.',
  sends:
    'Looks up the address of the proxy under test in public data: owner and network, reverse name, other sites on the same address, and whether IPv4 and IPv6 agree. No probes are sent.',
  counts: {
    pass: 'the address looks like that of an ordinary site',
    info: 'the owner and names found, and any that advertise the service',
    inconclusive: 'the public data cannot be fetched, or says nothing about the address',
  },
  hint: 'Look at the reverse DNS entry first: it is often set by a template of the hosting company.',
  pitfalls: ["For the operator's own address only, and from public data."],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
