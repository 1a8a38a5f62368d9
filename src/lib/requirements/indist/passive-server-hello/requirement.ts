import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-server-hello',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What an observer reads in the ServerHello',
  asks: 'The ServerHello is readable; transport parameters, ALPN, SETTINGS and certificate of the server are not in QUIC or TLS 1.3. Nothing is asked of its contents beyond TLS itself.',
  why: "A proxy port that answers with another cipher or group than the operator's Web server stands out under the same client.",
  sends:
    'Captures both kinds of session and compares the chosen cipher, key share group, supported_versions, a selected PSK and any HelloRetryRequest, summed up as JA4S.',
  counts: {
    pass: "the ServerHello is that of the origin's Web endpoint",
    info: "the fields that differ from the origin's Web endpoint",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: "Look for two TLS stacks or two configurations behind one name: the proxy's listener and the Web server's.",
  pitfalls: [
    "The client's offer shapes the answer: compare under one and the same ClientHello.",
    'Whether ECH was accepted is hidden in the random value.',
    'An early CONNECTION_CLOSE in an Initial packet, with code and reason text, is readable too.',
  ],
  see: ['RFC 9001 section 5.2', 'RFC 8446 section 4.1.3', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
