import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/-/document-authors',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'Rules for those who design protocols on top of DATAGRAM frames',
  asks: 'Protocols that use datagrams must say how they react when max_datagram_frame_size is absent, and need a profile for 0-RTT if they allow datagrams there.',
  why: 'Without these definitions each implementation invents its own fallback; for HTTP Datagrams the answer is the DATAGRAM capsule.',
  sends: 'nothing; reviewing a new specification by hand would be needed',
  counts: {
    info: 'listed for completeness; no run reports on it',
  },
  hint: 'Keep in mind that for MASQUE the question is settled: without DATAGRAM frames, capsules carry the datagrams.',
  pitfalls: [],
  see: ['RFC 9221 section 3', 'RFC 9221 section 6', 'RFC 9297 section 3.5'],
  status: {
    kind: 'untestable',
    reason: 'It addresses authors of specifications, not the behaviour of an implementation.',
  },
})
