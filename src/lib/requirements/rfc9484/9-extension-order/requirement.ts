import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/9/extension-order',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'In which order extension capsules and the addressing and routing capsules come',
  asks: 'Authors of extensions that change addressing are advised to place their capsules before ADDRESS_ASSIGN, to take effect with it; routing extensions should do the same with ROUTE_ADVERTISEMENT. New capsule types should carry configuration.',
  why: "If the extension's capsule follows later, the peer works for a moment with an assignment that lacks it, for example with an address but without the matching DNS servers.",
  sends:
    'A tunnel is opened and an address requested; the types of all capsules are recorded in their order of arrival.',
  counts: {
    info: 'the order of the capsules at the start of the tunnel',
    inconclusive:
      'no extension capsule and no ADDRESS_ASSIGN or ROUTE_ADVERTISEMENT is seen, so there is no order to report',
  },
  hint: 'Look at the place where configuration is written to the stream: extension capsules belong before the capsule they modify.',
  pitfalls: [
    'This binds the documents that define extensions; an implementation is bound only by the extension it implements.',
  ],
  see: ['RFC 9484 section 4.7'],
})
