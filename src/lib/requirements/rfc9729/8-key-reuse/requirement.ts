import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/8/key-reuse',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Keys for Concealed authentication serve no other protocol',
  asks: 'Keys for this scheme must not be used in other protocols.',
  why: 'A signature made for one protocol could be passed off in another, if the signed octets can be made to match.',
  sends: 'nothing; knowing all uses of the key, as its owner does, would be needed',
  counts: {
    info: 'listed for completeness; no run reports on it',
  },
  hint: 'Make a key pair for this purpose alone; a TLS or SSH key is the wrong one.',
  pitfalls: [],
  see: ['RFC 9729 section 3.3'],
  status: {kind: 'untestable', reason: 'Other uses of a key are not visible to a single peer.'},
})
