import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/ext-headers',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether IPv4 options and IPv6 extension headers pass the proxy',
  asks: 'The draft sees no need for IPv4 options, leaves open whether IPv6 extension headers need signals (it names a hop-by-hop option for the path MTU), and wants control over the Fragment header. It sets no requirement.',
  why: 'Tools that measure a path with such headers find nothing beyond the proxy, and authors wonder whether their packets or the network are at fault.',
  sends:
    'Nothing of its own; the requirements rfc9484/1/ipv4-options and rfc9484/1/ipv6-ext-transparency try it for CONNECT-IP. CONNECT-UDP cannot carry such headers.',
  counts: {
    info: 'a reference to what those requirements found',
    inconclusive: 'none of them was run',
  },
  hint: 'Remember that in CONNECT-UDP the proxy writes all IP headers itself; only CONNECT-IP carries those of the client.',
  pitfalls: ['Many routers drop packets with options or extension headers whatever the proxy does.'],
  see: ['RFC 9484 section 4.8'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
