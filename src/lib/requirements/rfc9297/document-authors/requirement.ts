import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/-/document-authors',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Rules for those who write extensions and keep the registries',
  asks: 'Authors of extensions must or should, in various places, define datagram semantics, prefer the Capsule Protocol, analyse security and fill registry fields; reserved capsule types must never be assigned.',
  why: 'An extension that skips these points leaves implementers to guess, and two readings of it do not interoperate.',
  sends: 'nothing; reviewing a new specification by hand would be needed',
  counts: {
    info: 'listed for completeness; no run reports on it',
  },
  hint: 'Useful as a checklist when writing an extension with capsules or HTTP Datagrams of its own.',
  pitfalls: [],
  see: [
    'RFC 9297 section 2',
    'RFC 9297 section 3.2',
    'RFC 9297 section 3.4',
    'RFC 9297 section 3.5',
    'RFC 9297 section 4',
    'RFC 9297 section 5.4',
  ],
  status: {
    kind: 'untestable',
    reason: 'It addresses authors of specifications and the registry, not the behaviour of an implementation.',
  },
})
