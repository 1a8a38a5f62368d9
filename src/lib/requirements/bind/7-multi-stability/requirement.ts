import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/7/multi-stability',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'slow',
  needs: ['responder'],
  title: 'With several public tuples the address of each family stays the same',
  asks: 'When Proxy-Public-Address lists several tuples, the address used for each family should stay the same while the tunnel lasts.',
  why: 'Peers and their firewalls have learnt one address. If packets suddenly leave from another one of the same family they are dropped, and the client cannot see why.',
  sends:
    'A long tunnel with steady outbound traffic; the responder logs the source address of every packet, per family.',
  counts: {
    pass: 'one address per family throughout',
    warn: 'the address changes within a family',
    inconclusive: 'only one tuple is listed, address translation lies between, or the tunnel ended early',
  },
  hint: 'Look for a socket that is opened anew after an error or idle time, or for a pool of addresses chosen per packet.',
  pitfalls: ['A NAT between proxy and responder may be what changes, and not the proxy.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
