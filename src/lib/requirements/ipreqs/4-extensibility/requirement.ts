import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/4/extensibility',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether extension fields and messages can be added without harm',
  asks: 'The protocol is to allow extension information when the session is set up, and extension messages delivered reliably at any time after that. No level is stated.',
  why: 'A proxy that rejects what it does not know makes every later extension a gamble: clients can no longer try it and fall back.',
  sends:
    'A request with an unknown header field, then capsules of reserved and unknown types on the open tunnel, with an echo after each.',
  counts: {
    info: 'whether the unknown field and the unknown capsules were tolerated',
    inconclusive: 'no tunnel came about even without them',
  },
  hint: 'Look for strict lists of permitted fields in front of the proxy, and for a capsule parser without a default branch.',
  pitfalls: ['A web firewall in front of the proxy may be what rejects an unknown field.'],
  see: ['RFC 9297 section 3.2', 'RFC 9484 section 9'],
})
