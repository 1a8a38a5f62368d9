import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.3/backend-checks',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A credential is accepted only if every part of it checks out',
  asks: 'The backend must check the parameters, that the key ID is known, that the public key equals the registered one, the verification value, and the signature.',
  why: 'Leave one check out and somebody without the key gets in, or a credential for another connection is good here.',
  sends:
    'With an own key, breaks one thing at a time: unknown k, another a with a matching p, wrong v, wrong p; with a good credential before and after.',
  counts: {
    pass: 'each broken form gets the answer of a request without the field',
    fail: 'a broken form is authenticated, in 3 runs',
    inconclusive: 'no own key registered, or the good control is refused as well',
  },
  hint: 'Look for a verification that trusts the key in the request instead of the registered one, or that skips v.',
  pitfalls: [
    'A wrong v with a right p must fail as well, though both come from one exporter call.',
    'Space the tries: rate limits after failures also refuse good credentials.',
  ],
  see: [],
  status: {kind: 'planned', waitsFor: 'suite'},
})
