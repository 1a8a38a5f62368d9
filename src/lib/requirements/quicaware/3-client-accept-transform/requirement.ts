import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/client-accept-transform',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A client that wants forwarding lists its transforms',
  asks: 'A client that sends Proxy-QUIC-Forwarding: ?1 must add accept-transform, a String with its transforms separated by commas, the preferred one first.',
  why: 'The proxy has to treat the field as absent without the list, so forwarding never starts although both sides support it.',
  sends: 'A scripted proxy reads Proxy-QUIC-Forwarding in each request of the client and parses its parameters.',
  counts: {
    pass: 'the parameter is present, a String, and a comma-separated list',
    fail: '?1 is sent without accept-transform',
    inconclusive: 'the client opens no tunnel',
    notApplicable: 'the client does not send Proxy-QUIC-Forwarding: ?1',
  },
  hint: 'Look at how the parameter is written: missing quotes make it a Token, and a list of several values is not a String.',
  pitfalls: [],
  see: ['RFC 8941 section 3.3.3', 'draft-ietf-masque-quic-proxy section 6.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
