import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/4.3/cc-fc-config',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Whether congestion and flow control can be configured between the ends',
  asks: 'An extension could exchange parameters of congestion and flow control. No level is stated.',
  why: 'Inner connections that do their own congestion control are slowed twice over by that of the tunnel, and neither end can ask the other to change it.',
  sends: 'nothing; an extension that exchanges such parameters would have to exist first.',
  counts: {},
  hint: 'Remember that congestion control may be switched off only for traffic in DATAGRAM frames that is known to be controlled itself.',
  pitfalls: [],
  see: ['RFC 9484 section 10'],
  status: {
    kind: 'untestable',
    reason: 'No extension exchanges such parameters, so there is nothing that a proxy could be asked',
  },
})
