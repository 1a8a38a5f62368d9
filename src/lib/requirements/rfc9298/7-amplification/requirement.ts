import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/amplification',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'stress',
  needs: ['responder'],
  title: 'How much the proxy sends to a target that never answers',
  asks: 'Nothing in UDP stops a proxy from sending to a silent target. The document notes that it could limit packets until the target answers, and that this may harm valid traffic.',
  why: 'Without a limit the proxy serves for floods with a hidden source; with one that is too low, handshakes of QUIC or DTLS through it fail.',
  sends:
    'Two thousand datagrams at a modest rate to a silent own responder, which counts arrivals; then it answers once and the sending goes on.',
  counts: {
    info: 'the limit in packets or octets before the first answer, or none; rate limits; shown prominently if about 10 packets, as a handshake needs, do not get through',
    inconclusive: 'loss on the way explains what is missing',
  },
  hint: 'If handshakes fail through the proxy, compare its limit before the first answer with the packets a handshake needs.',
  pitfalls: ['Run this only against your own responder.'],
  see: ['RFC 9000 section 8.1'],
})
