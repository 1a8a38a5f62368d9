import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/mixed',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Whether DATAGRAM frames and DATAGRAM capsules can be mixed on one stream',
  asks: 'Both encodings mean the same, and nothing keeps a sender from using both on one request.',
  why: 'A client sends capsules while SETTINGS are outstanding and frames afterwards; a proxy that settles on one kind loses the other half of its traffic.',
  sends: 'Alternates echoes in DATAGRAM frames and in DATAGRAM capsules on one tunnel.',
  counts: {
    pass: 'echoes of both kinds come back',
    info: 'one kind is no longer answered once the other was used',
    inconclusive: 'one of the kinds does not work by itself either',
  },
  hint: 'Look for a mode flag that is set by the first datagram and then rules out the other encoding.',
  pitfalls: ['Frames are unreliable: a single lost one means nothing, so rates are compared.'],
  see: ['RFC 9297 section 2.1'],
})
