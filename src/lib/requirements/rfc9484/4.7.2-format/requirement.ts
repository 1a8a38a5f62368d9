import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/format',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'ADDRESS_REQUEST capsules are well formed, with fresh non-zero Request IDs',
  asks: 'ADDRESS_REQUEST (0x02) must have at least one entry. Request IDs must be neither zero nor reused, the version must be 4 or 6, and the bits below the prefix must be zero. An all-zero address means no preference.',
  why: 'A proxy must abort on an empty or malformed request. With a reused Request ID the client cannot tell which of its requests was answered.',
  sends:
    'A scripted proxy parses every ADDRESS_REQUEST of the client strictly, keeps the tunnel open and withdraws an address to provoke further requests.',
  counts: {
    pass: 'all requests are well formed, and their IDs are non-zero and differ',
    fail: 'a Request ID of 0 or one used before on the stream, an empty capsule, host bits set, a wrong version or length',
    inconclusive: 'the client sends no ADDRESS_REQUEST',
  },
  hint: 'Look for a Request ID that is a constant, or that counts from 0.',
  pitfalls: [
    'Reuse is judged within one request stream: starting again at 1 on each stream is fine.',
    'Integers that are not minimally encoded are legal.',
    'A prefix length with an all-zero address is still a wish for that length.',
  ],
  see: ['RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
