import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-tls12-cert',
  level: 'none',
  binds: 'both',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Whether a certificate can be read off the wire',
  asks: "With TLS 1.2 over TCP the server's certificate chain is sent in the clear; with TLS 1.3 it is encrypted and only its size shows. No MASQUE document forbids TLS 1.2 for HTTP/1.1 or HTTP/2.",
  why: 'A certificate whose names say vpn or masque gives the service away to anybody who watches one handshake.',
  sends:
    'Opens a TCP connection that offers TLS 1.2 and sees whether the server still takes it; if so, reads the names and the issuer of the certificate as an observer would, and compares with the handshake of an ordinary GET.',
  counts: {
    pass: 'the handshake shows what an ordinary GET to the origin shows',
    info: 'whether TLS 1.2 is taken and what the readable certificate says about the service',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at the minimum TLS version of the TCP listener and at the names in its certificate.',
  pitfalls: ['The names are in public certificate logs anyway, whatever the TLS version.'],
  see: ['RFC 8446 section 4.4.2', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
