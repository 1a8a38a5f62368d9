import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-flow-shape',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What duration, volume, rhythm and packet sizes of the flow show',
  asks: 'The requirements draft leaves traffic analysis out of its wish on purpose. Nothing is asked.',
  why: 'A single long connection with a steady keepalive and packets of inner size plus a constant looks like a tunnel to any flow classifier; an operator may want to know.',
  sends:
    'Records histograms of sizes and gaps for a tunnel and for ordinary Web use: duration, ratio of directions, keepalive interval, size peaks at 1200 or 1280 octets plus 30 to 60, bursts at the start of inner flows.',
  counts: {
    pass: 'sizes and gaps lie within the range of ordinary use',
    info: 'the histograms, with a fixed keepalive rhythm or a size peak at inner size plus overhead',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at the keepalive timer (a fixed one is easy to spot) and at padding, if hiding matters to you.',
  pitfalls: ['Traffic analysis is outside the requirement: this informs the operator and is never a defect.'],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
