import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-wrong-sni',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the server meets a missing or foreign server name and other ALPN names',
  asks: 'A QUIC server must refuse a handshake without a common ALPN name (error 0x0178); over TCP a server may go on without. What to do with an unknown server name is left open.',
  why: 'A server that takes any name and any protocol, or that sends an alert no Web server sends, is easy to find in a scan.',
  sends:
    'Makes handshakes without a server name, with a foreign one, and with ALPN names such as doq, hq-interop or none, and records alerts, close codes and certificates; does the same with the cover server.',
  counts: {
    pass: 'the reactions are those of the cover server',
    info: 'the reactions seen, such as taking everything or an alert of its own',
    inconclusive: 'ordinary handshakes fail too, or no cover server is there to compare with',
  },
  hint: 'Look at the TLS callbacks for server name and ALPN: a default certificate for any name is the usual cause.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Silence may be a lost packet: repeat, and keep a good handshake as control.',
  ],
  see: ['RFC 9001 section 8.1', 'RFC 8446 section 6', 'RFC 7301'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
