import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.4/header-boolean',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A Capsule-Protocol field of the wrong type counts as absent, parameters are ignored',
  asks: 'The Capsule-Protocol field must be a Boolean. Recipients must handle any other type, such as the list that results from two fields, as if the field were absent, and must ignore unknown parameters.',
  why: 'A proxy that answers 400 to an odd value or a parameter refuses clients of future versions, though the upgrade token already says that capsules are in use.',
  sends:
    'Opens the same tunnel with the field omitted, then with values 1, "yes", ?1;foo=bar and ?0, and with the field sent twice.',
  counts: {
    pass: 'the tunnel opens with every variant',
    fail: 'a request is refused because of a wrongly typed field or of a parameter, while the same request without the field succeeds',
    warn: 'a request with ?0, or without the field, is refused',
    inconclusive: 'the request without any oddity is refused as well',
  },
  hint: 'Look for a strict comparison of the field with the string ?1.',
  pitfalls: [
    'The same request without the field runs first: a refusal that also happens then is not about the field.',
    'A front end that rejects duplicate fields or unusual characters is not the proxy.',
  ],
  see: ['RFC 8941 section 3.3'],
})
