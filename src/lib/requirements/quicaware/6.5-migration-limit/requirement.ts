import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.5/migration-limit',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'stress',
  needs: ['responder', 'raw-client'],
  title: 'An unvalidated client address gets no flood of proxied packets',
  asks: 'Towards a client address that is not validated, the proxy must send no more proxied packets than an initial congestion window, and should pace them. Forwarding rules are removed on active and re-pointed on passive migration.',
  why: 'A proxy without the limit is an amplifier: an attacker spoofs an address change, and the victim receives the whole download.',
  sends:
    "While the responder floods at a known rate, the client's socket is rebound and PATH_RESPONSE withheld; what arrives at the new address is counted. In a second run the client migrates actively and sends forwarded packets with old VCIDs.",
  counts: {
    pass: 'no more than 10 datagrams or 14720 octets arrive before validation',
    warn: 'clearly more arrives, or old VCIDs are still used after an active migration',
    inconclusive: 'migration is disabled, or a NAT hides the change of address',
  },
  hint: 'Look whether forwarded packets pass by the congestion controller and the path state of the outer connection.',
  pitfalls: [
    'The window is counted in packets by the draft and in octets elsewhere: only a clear excess is reported.',
    'The three-times limit of QUIC against amplification applies as well.',
  ],
  see: ['RFC 9000 section 8.2', 'RFC 9000 section 9.4', 'RFC 9002 section 7.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
