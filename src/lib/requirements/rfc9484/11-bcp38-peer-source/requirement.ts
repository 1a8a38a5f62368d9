import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/bcp38-peer-source',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'The client does not forward forged sources from its proxy',
  asks: 'An endpoint that knows from which prefix its peer may send must prevent spoofing. This holds for a client that has assigned addresses to the proxy.',
  why: 'In a site-to-site tunnel the remote side could speak with addresses of the local network and pass as a trusted inside host.',
  sends:
    "Site to site: the client assigns 192.0.2.200/32. A scripted proxy sends packets from that address and from another of the client's own network to a host behind the client.",
  counts: {
    pass: 'only the packet with the assigned source reaches the network behind the client',
    fail: 'the forged one is forwarded 3 times, with the valid one arriving as well',
    inconclusive: 'the client assigns nothing, or the peer rightly routes other sources, so no prefix is known',
  },
  hint: "Look for the reverse path filter on the client's tunnel interface.",
  pitfalls: ['In remote access any Internet source is legitimate.'],
  see: ['RFC 2827 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
