import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/3.1.1/key-encoding',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Public keys come in exactly one encoding per signature scheme',
  asks: "RSA-PSS keys must be a DER RSAPublicKey, and BER that is not DER must be rejected; ECDSA keys must be the uncompressed point of the scheme's curve, and EdDSA keys the string of RFC 8032.",
  why: 'If several encodings pass, one key has several names: lists of keys no longer match, and revoking one form leaves the others working.',
  sends:
    'With an own RSA key: a credential whose a parameter and context hold the key in BER with a long-form length, with the good DER form before and after as control.',
  counts: {
    pass: 'the BER form counts as absent',
    fail: 'the BER form is accepted, in 3 runs',
    info: 'the server has no RSA key of ours, so nothing could be tried',
    inconclusive: 'the DER control is not accepted either',
  },
  hint: 'Look whether the key is decoded and compared as a number, rather than compared octet by octet.',
  pitfalls: ['The key must also equal the registered one octet by octet, so the rejection may come from that check.'],
  see: ['RFC 9729 section 6.3', 'RFC 8032 section 5'],
  status: {kind: 'planned', waitsFor: 'own-key'},
})
