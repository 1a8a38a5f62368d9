import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/1/tcp-options',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'Which TCP options come out of the tunnel as they went in',
  asks: 'IP packets are carried whole, and TCP options are a part of them. The design requirements want packets unmodified.',
  why: 'Without window scale or SACK, transfers crawl. Removed Multipath TCP or Fast Open options make new transports fall back without a trace of the reason.',
  sends:
    'Raw inner segments with one option each (MSS, window scale, SACK, timestamps, 30, 34, 29, 69, 253, 254, unknown) in SYN, SYN/ACK and data, both ways; the responder records octets, order and padding.',
  counts: {
    pass: 'the options are identical octet for octet',
    info: 'a table of option and direction: removed, changed or dropped; MSS clamping apart; whether the proxy terminates TCP',
    inconclusive: 'the direct path from a host near the proxy removes it too',
  },
  hint: 'Look for MSS clamping or normalisation rules, or a userspace TCP stack that builds its own segments.',
  pitfalls: [
    'AO and MD5 cover addresses, so a NAT breaks them: only the octets are compared.',
    'Many middleboxes drop unknown kinds.',
    'MSS clamping is common and defensible on a small tunnel.',
  ],
  see: ['RFC 9484 section 6', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.2', 'RFC 9293 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
