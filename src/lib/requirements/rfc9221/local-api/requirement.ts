import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/-/local-api',
  level: 'should',
  binds: 'both',
  over: ['3'],
  runClass: 'untestable',
  needs: [],
  title: 'What a QUIC stack offers the application that sends datagrams',
  asks: 'A QUIC implementation should let applications set priorities for datagrams; it may tell them of loss and delivery and let queued datagrams expire.',
  why: 'A proxy on a stack without these cannot favour one flow over another or drop packets that are too old to be of use.',
  sends: 'nothing; reading the source or the documentation of the QUIC stack would be needed',
  counts: {
    info: 'listed for completeness; no run reports on it',
  },
  hint: 'Keep in mind when choosing a stack: expiry and loss notices decide how well a proxy behaves under congestion.',
  pitfalls: [],
  see: ['RFC 9221 section 5.1', 'RFC 9221 section 5.2', 'RFC 9221 section 5.4'],
  status: {
    kind: 'untestable',
    reason: 'It is an interface between the QUIC stack and the application and leaves no distinct mark on the wire.',
  },
})
