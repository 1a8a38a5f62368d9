import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/4/client-params',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client sends all five parameters in their exact form',
  asks: 'A client must send k, a, p, s and v: octet strings as base64url without padding or quotes, and s as a plain decimal from 0 to 65535 without leading zeros.',
  why: 'A server must ignore a field that it cannot parse, so one padding character makes every login fail in silence.',
  sends: "A scripted proxy reads the client's field and checks every parameter against the grammar.",
  counts: {
    pass: 'all five are there and in the right form',
    fail: 'a parameter is missing, or has padding, quotes, another alphabet or a leading zero',
    inconclusive: 'the client sends no Concealed credential',
  },
  hint: 'Look for the standard base64 encoder in place of base64url without padding.',
  pitfalls: [
    'A single digit s from 1 to 9 lies outside the grammar although inside the range of the text: not held against the client.',
  ],
  see: ['RFC 9729 section 4.4', 'RFC 4648 section 5'],
  status: {kind: 'planned', waitsFor: 'client'},
})
