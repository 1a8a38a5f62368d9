import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/payload-unmodified',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether payloads cross the tunnel unchanged',
  asks: 'In context 0 the payload is the unmodified data of one UDP packet. It is a definition, without a keyword of obligation.',
  why: 'A changed, cut or joined payload breaks every protocol above, and encrypted ones discard it in silence: it looks like loss.',
  sends:
    'Echoes of random payloads with every octet value, in sizes from 0 to the largest that passes; the responder compares hashes for each direction.',
  counts: {
    pass: 'every payload that arrives is identical to the one sent',
    info: 'any difference, truncation or joining of payloads (shown prominently)',
    inconclusive: 'too few payloads arrive to compare',
  },
  hint: 'Look at buffer sizes in the receive loop: a read into 1500 octets cuts longer packets without an error.',
  pitfalls: [
    'What is too large has to be dropped: a shortened payload is worse than a missing one.',
    'Missing payloads are loss and say nothing here.',
  ],
  see: ['RFC 768'],
})
