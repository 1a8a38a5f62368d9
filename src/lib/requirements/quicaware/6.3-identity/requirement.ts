import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.3/identity',
  level: 'should',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'The identity transform is not used where scramble could be',
  asks: 'The identity transform should not be used when client and proxy both support scramble; support for identity is optional.',
  why: 'With identity the same octets enter and leave the proxy: anybody who watches both sides can match client and target packet by packet.',
  sends:
    'A request that offers scramble-dt before identity, with a key, then one that offers scramble-dt alone; the selected transforms are compared. For a client, a scripted proxy reads the order of its offer.',
  counts: {
    pass: 'scramble-dt is selected',
    warn: 'identity is selected although another request shows support for scramble-dt',
    info: 'the proxy supports only identity',
    inconclusive: 'forwarding is not negotiated in either request',
  },
  hint: "Look whether the proxy picks the first transform of its own list rather than the client's preference.",
  pitfalls: ["The order is the client's preference, but the proxy may choose freely among what was offered."],
  see: ['draft-ietf-masque-quic-proxy section 3', 'draft-ietf-masque-quic-proxy section 10.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
