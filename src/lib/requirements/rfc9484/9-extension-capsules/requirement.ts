import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/9/extension-capsules',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Extensions define new capsule types to exchange configuration',
  asks: 'A document that extends IP proxying should define new capsule types if its endpoints need to exchange configuration.',
  why: 'An extension that reuses an existing capsule type or adds fields to it breaks every peer that does not know the extension, because a capsule must contain exactly its defined fields.',
  sends: 'Nothing; what would be needed is a review of the document that defines the extension.',
  counts: {
    notApplicable: 'always, since no behaviour of an implementation follows from it',
  },
  hint: 'Keep in mind when writing an extension: peers skip unknown capsule types silently, but reject known ones with additional octets.',
  pitfalls: [],
  see: ['RFC 9297 section 3.2', 'RFC 9297 section 3.3'],
  status: {
    kind: 'untestable',
    reason: 'It is a rule for authors of extensions, and no implementation behaves differently for it.',
  },
})
