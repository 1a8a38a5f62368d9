import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/3/client',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client computes its proof from the right exporter label, context and output',
  asks: 'A client must call the TLS exporter with the label EXPORTER-HTTP-Concealed-Authentication for 48 octets, sign the first 32 behind the fixed prefix, and send the last 16 as verification.',
  why: 'A single wrong octet in label, context or prefix and no server accepts the credential; since the scheme answers with a plain 404, the client never learns why.',
  sends:
    "A scripted proxy ends TLS itself, reads the client's field, recomputes context, exporter output and verification, and checks the signature with the client's public key.",
  counts: {
    pass: 'verification and signature check out',
    fail: 'v or p does not verify, a length is not minimal, or label or context is wrong, in 3 runs',
    info: "only the tool's own encoder was checked against test vectors",
    inconclusive: 'the client sends no Concealed credential',
  },
  hint: 'Compare the exporter context field by field; the usual suspects are the port, the lengths and the realm.',
  pitfalls: [
    'The port is the default of the scheme if the URI names none; host and scheme are as in the URI, without normalisation.',
    'The parameter a and the Public Key field of the context are the same octets.',
  ],
  see: ['RFC 9729 section 3.1', 'RFC 9729 section 3.2', 'RFC 9729 section 3.3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
