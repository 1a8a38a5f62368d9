import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-ports',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Which port and DNS records show that a MASQUE proxy is in use',
  asks: 'The requirements draft wants proxying to look like Web traffic in all that is unencrypted. No document asks for a particular port; HTTPS over TCP and UDP on 443 is merely what the Web uses.',
  why: 'A filter needs only a port number or a DNS name to single the proxy out, long before it looks into a handshake.',
  sends:
    "Captures a MASQUE session and ordinary GETs by the same client to the same origin, and compares the server's ports and the HTTPS or SVCB queries and answers seen in cleartext DNS.",
  counts: {
    pass: 'ports and DNS records are those of an ordinary GET to the origin',
    info: 'the ports and records seen, a port other than 443 among them',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: "Look at the port in the proxy's template and at what the zone publishes for its name.",
  pitfalls: [
    'With encrypted DNS the queries cannot be seen at all.',
    'A port other than 443 may be the declared public configuration of the proxy.',
    'Alt-Svc travels inside the encrypted connection; it is no passive evidence.',
  ],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.8', 'RFC 9460'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
