import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.6/next-hop',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The proxy names the target address in Proxy-Status',
  asks: 'A proxy that implements this draft should send Proxy-Status with the next-hop parameter in its responses.',
  why: "Without it a client cannot tell whether it already talks to the server's preferred address, so it either migrates for nothing or never does.",
  sends:
    "A request that carries the draft's header fields; the response is searched for Proxy-Status and its next-hop parameter.",
  counts: {
    pass: 'the response has Proxy-Status with next-hop',
    warn: "next-hop is missing although the proxy answered one of the draft's fields with ?1",
    info: 'the draft is not implemented',
    inconclusive: 'no successful response arrives',
  },
  hint: 'Look whether Proxy-Status is added only to error responses, or before the target name is resolved.',
  pitfalls: [],
  see: ['RFC 9209 section 2.1.2', 'RFC 9000 section 9.6'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
