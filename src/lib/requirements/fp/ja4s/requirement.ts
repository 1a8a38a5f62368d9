import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/ja4s',
  level: 'none',
  binds: 'method',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'JA4S: a fingerprint of the ServerHello',
  asks: 'It names transport, version, number of extensions, first and last character of the chosen ALPN name (00 if not visible), the chosen cipher, and a hash of the extensions in wire order.',
  why: 'It tells two TLS stacks behind one name apart, which is what gives away a proxy beside a Web server.',
  sends:
    "Computed from the ServerHello, in QUIC from the server's Initial packets, for MASQUE sessions and ordinary GETs under one and the same ClientHello.",
  counts: {
    info: 'the value for each session, with its raw fields',
  },
  hint: "Compare values only under the same ClientHello: the client's offer shapes the answer.",
  pitfalls: ['With TLS 1.3 the ALPN name is in EncryptedExtensions: always 00 for a passive observer.'],
  see: ['RFC 8446 section 4.1.3'],
  status: {kind: 'method'},
})
