import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/5.4/trust',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: "How the two ends come to trust each other's addresses",
  asks: 'How trust arises is out of scope; an end that does not trust the other is advised to validate the addresses that it uses. No level is stated.',
  why: 'An end that believes every source address lets one client send as another, or as a host of the network behind the proxy.',
  sends:
    'nothing; no behaviour is asked for. Validation of source addresses as RFC 9484 has it later is tried by rfc9484/11/bcp38-client-spoof, rfc9484/11/bcp38-to-client and rfc9484/11/bcp38-peer-source.',
  counts: {},
  hint: 'Keep in mind that the later rule in RFC 9484 section 11 does bind: look there for findings about forged addresses.',
  pitfalls: [],
  see: ['RFC 9484 section 11'],
  status: {
    kind: 'untestable',
    reason: 'The document asks for no behaviour, and trust itself leaves no mark on the wire',
  },
})
