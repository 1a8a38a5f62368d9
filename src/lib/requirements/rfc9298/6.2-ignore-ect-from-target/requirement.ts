import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.2/ignore-ect-from-target',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'ECN marks on packets from the target make no difference',
  asks: 'The proxy must ignore the ECN bits of UDP packets it receives from the target.',
  why: 'If marked packets are dropped or slow the tunnel, any target that uses ECN, as many QUIC servers do, works worse through the proxy for no visible reason.',
  sends:
    'The responder sends equal batches marked 00, 01, 10 and 11, 20 of each and interleaved; the client compares delivery, order and delay, then an echo follows.',
  counts: {
    pass: 'all four are delivered at the same rate, in order and without extra delay',
    fail: 'marked batches are dropped each time, slow the tunnel or close it, while 00 passes and a direct send shows that the path carries the marks',
    info: 'any additional signal to the client',
    inconclusive: 'the path drops marked packets, as a direct send to a host near the proxy shows',
  },
  hint: 'Look for a receive path that reads the traffic class and feeds it to the congestion control or a filter.',
  pitfalls: [
    'Some networks drop ECT or CE: verify with a direct send to another host near the proxy.',
    'Random loss hits all four batches: only a difference that repeats counts.',
  ],
  see: ['RFC 3168 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
