import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-close',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What closing packets and stateless resets show to an observer',
  asks: 'A CONNECTION_CLOSE in an Initial packet is readable with its code, frame type and reason text, and the size of a stateless reset is visible. QUIC asks nothing of the text.',
  why: 'A reason text that names the product identifies it to anybody who sees, or provokes, one failed handshake.',
  sends:
    'Provokes a handshake of our own that the server refuses, for example by its ALPN, and records code, frame type, reason text and size as an observer sees them; stateless resets by their size.',
  counts: {
    pass: "code, text and size are those of the origin's Web endpoint",
    info: 'the code, reason text and sizes seen, a text that names stack or product among them',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for reason texts that the library writes by default; most let you drop or replace them.',
  pitfalls: ['Only handshakes that fail show it: ordinary sessions close under encryption.'],
  see: ['RFC 9000 section 10.2.3', 'RFC 9000 section 10.3', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
