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
    'Sends credentials that no registered key made, alternating with requests without one: random octets in the right form, a real signature of an unknown key, and a key and a signature that fit whatever is signed.',
  counts: {
    fail: 'a made-up credential opens a tunnel, in 3 runs, while without it none is opened',
    info: 'made-up credentials are refused, but no key of ours is registered, so single checks could not be tried',
    inconclusive: 'requests were not answered, or what opened a tunnel did so only once',
    notApplicable: 'tunnels are opened without credentials',
  },
  hint: 'Look for a verification that trusts the key in the request instead of the registered one, or that skips v.',
  pitfalls: [
    'A wrong v with a right p must fail as well, though both come from one exporter call.',
    'Space the tries: rate limits after failures also refuse good credentials.',
  ],
  see: [],
})
