import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-cert-compression',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Whether certificate compression is offered, and with which algorithms',
  asks: 'RFC 8879 lets a client offer compressed certificates (0x001b); the offer is readable, its use is not. No MASQUE document asks for it.',
  why: 'Browsers offer it: a client that does not, or that lists other algorithms, is set apart, and its handshakes show a longer server flight.',
  sends:
    "Captures both kinds of session, compares the offered list, and measures the server's flight with and without the offer.",
  counts: {
    pass: 'the offer lies within the range of ordinary GETs',
    info: "the list offered and the flight lengths, and where the list differs from a browser's",
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether the TLS library of the client supports it and has it switched on.',
  pitfalls: ['The use itself is encrypted: a shorter flight only hints at it.'],
  see: ['RFC 8879', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
