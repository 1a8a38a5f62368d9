import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5.4/congestion',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'stress',
  needs: [],
  title: 'DATAGRAM frames keep to the congestion control of the connection',
  asks: 'A sender must hold back or drop DATAGRAM frames when the congestion controller does not let them go.',
  why: 'A proxy that sends datagrams past the controller fills the queues on the path, starves its own streams and harms all who share the link.',
  sends:
    'Sends ten times the capacity of an emulated link through the tunnel and watches what arrives, the growth of delay, and whether other streams of the connection still advance.',
  counts: {
    info: 'whether the excess is dropped or queued, how much the delay grows, and what is left for other streams',
    inconclusive: 'the emulated link is not the bottleneck, or another load disturbs it',
  },
  hint: 'Look for datagrams that bypass the pacer, or for an unbounded queue in front of it.',
  pitfalls: [
    'Loss and delay on a full link are normal; only the shape of the response tells something.',
    'Run it only on a link of your own.',
  ],
  see: ['RFC 9002 section 7'],
  status: {kind: 'planned', waitsFor: 'bottleneck'},
})
