import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4/encryption',
  level: 'must',
  binds: 'both',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP tunnels are offered over encrypted connections only',
  asks: 'IP proxying must run over TLS, QUIC or an equivalent encryption that gives confidentiality, integrity and authentication.',
  why: "Over cleartext everyone on the path reads and alters the user's packets and credentials, and any middlebox may add packets that the proxy attributes to the user.",
  sends:
    'On a cleartext port, an HTTP/1.1 Upgrade to connect-ip; then HTTP/2 with prior knowledge and an extended CONNECT. If either succeeds, capsules are sent to see whether a tunnel really exists.',
  counts: {
    pass: 'the connection is refused, redirected to https, or the Upgrade is ignored and the GET gets an ordinary answer',
    fail: '101 naming connect-ip, or a 2xx to the extended CONNECT, on cleartext, and capsules are then exchanged',
    inconclusive:
      'a loopback or development deployment, or the hop runs inside another encrypted layer such as IPsec, WireGuard or SSH, which satisfies the rule',
  },
  hint: 'Look for a tunnel handler that is mounted on the plain port as well, or a back-end port behind a TLS front end that is reachable from outside.',
  pitfalls: [
    'A front end that ends TLS and speaks cleartext to a back end on the same host is not what is looked for: test only what a client can reach.',
    'A 200 to the GET is an ordinary answer to an ignored Upgrade, not a tunnel.',
  ],
  see: ['RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
