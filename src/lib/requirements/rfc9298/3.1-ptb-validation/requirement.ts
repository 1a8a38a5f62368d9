import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/ptb-validation',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'Forged Packet Too Big messages do not change the path MTU',
  asks: "The proxy's host must ignore an IPv6 Packet Too Big with an MTU below 1280 and must not raise its MTU because of one. It should check that the quoted packet is its own.",
  why: 'Whoever can send ICMP to the proxy could otherwise shrink the packets of all its tunnels to nothing, or make them vanish.',
  sends:
    'In this order: a Packet Too Big whose quote names a wrong port, one for IPv6 with MTU 600, a valid one with 1300 as control, then one with 9000. The size limit is measured after each.',
  counts: {
    pass: 'the limit is unchanged after each forged message',
    fail: 'the IPv6 message with MTU 600 shrinks or stops traffic, or the one with 9000 raises the limit; the valid control shows that ICMP has effect',
    warn: 'the message with the wrong quote is honoured',
    inconclusive: 'the valid message has no effect either, so there is nothing to compare',
  },
  hint: "This is mostly the host's IP stack: look at its version and ICMP settings before the proxy's code.",
  pitfalls: [
    "The rules bind the host's stack: the report names the stack, not the proxy.",
    'Linux before late 2020 clamps an IPv6 value below 1280 to 1280: a shrink to exactly 1280 is that case.',
    "A learnt MTU expires after about 10 min: a limit that rises later is not the last message's doing.",
  ],
  see: ['RFC 8201 section 4', 'RFC 8085 section 5.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
