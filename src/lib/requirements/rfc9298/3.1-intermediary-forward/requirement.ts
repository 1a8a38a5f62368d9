import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/intermediary-forward',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['mock-origin'],
  title: 'How a request is passed on to a further proxy',
  asks: "A recipient set up to use another HTTP proxy acts as an intermediary: it forwards the request, in the form the next hop's HTTP version needs.",
  why: 'A chain that loses the target, the token or the datagrams only when the version changes is hard to find, since each hop works alone.',
  sends:
    'The proxy under test is set to use a scripted upstream proxy. Every inbound HTTP version is tried with every outbound one; the upstream records method, token, path, authority and Capsule-Protocol, and datagrams are sent both ways.',
  counts: {
    pass: 'the same target, path and token arrive in the form of the outbound version, and datagrams flow both ways',
    info: 'target, path or token changed on the way, or datagrams are lost only across a change of version',
    inconclusive: 'the chain could not be brought up, or the next hop refuses everything',
    notApplicable: 'the proxy has no setting for a further proxy',
  },
  hint: 'Rebuild the request from its parts for the outbound version; copying header fields does not turn an Upgrade into an Extended CONNECT.',
  pitfalls: [
    "It needs the operator's configuration; a proxy without this feature shows no defect.",
    'In a chain, the rows about DNS, DF and ECN apply to the last hop.',
  ],
  see: ['RFC 9110 section 7.6', 'RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
