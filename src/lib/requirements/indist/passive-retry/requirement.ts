import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-retry',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What a Retry packet and its tokens show to an observer',
  asks: "A Retry packet and the token the client repeats in its next Initial are readable by design. Nothing is asked of the token's length or of when Retry is used.",
  why: 'A server that always sends Retry with a token of a rare length can be recognised by its first packet.',
  sends:
    "Interleaves MASQUE sessions and ordinary GETs under capture, and records whether Retry comes, the length of its token and Source Connection ID, and tokens in the client's Initials.",
  counts: {
    pass: 'Retry and tokens look as they do for ordinary GETs',
    info: 'how often Retry came and the token and connection ID lengths, an unusual size among them',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: "Look at whether the proxy's listener forces address validation where the Web listener does not.",
  pitfalls: [
    'Retry depends on load and on the history of the address: interleave the two kinds of session.',
    'Tokens from NEW_TOKEN frames are encrypted when issued and in the clear when used.',
  ],
  see: ['RFC 9000 section 17.2.5', 'RFC 9000 section 8.1.3', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
