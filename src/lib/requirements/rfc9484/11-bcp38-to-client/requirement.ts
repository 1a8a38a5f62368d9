import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/bcp38-to-client',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether a tunnel receives packets meant for others',
  asks: 'A packet that reaches the proxy goes into a tunnel if it matches what is mapped to that tunnel, after the same checks as in the other direction.',
  why: "If other clients' packets arrive as well, any user of the proxy can read traffic of the neighbours.",
  sends:
    'Listens in our tunnel for packets whose destination is not ours, while the responder sends to our address and to neighbouring addresses of the pool.',
  counts: {
    pass: 'only packets for our own addresses arrive',
    info: 'unicast packets for other addresses arrive, shown prominently; or multicast, broadcast and ranges that we advertised',
    inconclusive: 'packets for our own address do not arrive either',
  },
  hint: 'Look for a TUN device that all tunnels read in common, with no lookup of the destination.',
  pitfalls: ['Destinations inside a range that we advertised are meant for us.'],
  see: ['RFC 9484 section 7.2'],
})
