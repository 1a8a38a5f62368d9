import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/huge-capsule',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'A DATAGRAM capsule too large to be of use is discarded without buffering it',
  asks: 'A receiver should discard a DATAGRAM capsule whose length is known to be unusable, without buffering its value in memory.',
  why: "A client that announces an enormous capsule can otherwise fill the proxy's memory or crash it, for all other users too.",
  sends:
    'Sends the header of a DATAGRAM capsule of length 2^40 with a Context ID other than 0, then 64 kB of its value, then watches the stream and opens a second tunnel.',
  counts: {
    pass: 'the stream is aborted, or the octets are taken and dropped while credit keeps flowing',
    warn: 'the stream stalls for lack of credit, or the proxy stops serving in repeated tries',
    inconclusive: 'the tunnel did not work before, or the proxy cannot be reached for other reasons',
  },
  hint: 'Look for an allocation by the announced length.',
  pitfalls: [
    'With Context ID 0 the payload would exceed 65527 octets, and CONNECT-UDP demands an abort: another context shows pure discarding.',
    'Memory itself cannot be seen from outside; a steady grant of credit is the only sign.',
  ],
  see: ['RFC 9298 section 5'],
})
