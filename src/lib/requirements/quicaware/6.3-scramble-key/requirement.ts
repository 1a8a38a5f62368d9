import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.3/scramble-key',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Each side brings a fresh 32-octet scramble-key',
  asks: 'Each side must add its own random 32-octet scramble-key when it offers or selects scramble; if a key is missing, forwarding must be off. Until publication the name must be scramble-dt.',
  why: 'Without the right key the receiver cannot undo the transform and all forwarded packets are noise; a repeated key lets an observer link connections.',
  sends:
    'An offer of scramble-dt without a key, then two connections that offer it with keys; the response keys are measured and compared, and forwarded packets are watched for. For a client, a scripted proxy reads its keys and leaves its own out.',
  counts: {
    pass: 'no forwarding without a key, and response keys have 32 octets and differ between connections',
    fail: '?1 with scramble and forwarded packets although our key was missing, or a response key that is missing or not 32 octets long',
    warn: 'the same key is used on several connections',
    inconclusive: 'scramble-dt is never selected',
  },
  hint: 'Look whether the key is made per request from a random source, and whether its absence in the offer is noticed.',
  pitfalls: ['Each side encrypts with its own key, so the two keys differ by design.'],
  see: ['draft-ietf-masque-quic-proxy section 3', 'RFC 8941 section 3.3.5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
