import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/hoplimit',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Which TTL or Hop Limit packets to the target carry',
  asks: "The draft finds the proxy's default value sufficient and sees no need to signal one. It sets no requirement.",
  why: "A client that relies on a small TTL, as a traceroute over UDP does, gets no such effect through CONNECT-UDP: every packet starts with the proxy's default.",
  sends: 'Nothing of its own; the row rfc9298/6.2/hoplimit-dscp-default has the responder read the value.',
  counts: {
    info: 'the value that was seen, as that row reports it',
    inconclusive: 'that row was not run',
  },
  hint: "Remember that the value shows the proxy's system default less the hops to the responder.",
  pitfalls: [],
  see: ['RFC 9298 section 6.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
