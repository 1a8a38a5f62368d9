import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/one-context-per-tuple',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A tuple that already has an open Context ID is not registered again',
  asks: 'An endpoint must not register a Context ID for a tuple when it knows of an open one for it, whichever side opened that.',
  why: "The peer must treat a second registration by the same endpoint as malformed. A proxy that forgets the client's contexts forces needless closing and can end the tunnel.",
  sends:
    "A tuple is registered and its ACK awaited; then the responder sends much from it while the uncompressed context is open, and the proxy's COMPRESSION_ASSIGN capsules are watched. For a client, a scripted proxy registers first.",
  counts: {
    pass: 'no second registration for that tuple',
    fail: 'the proxy registers the tuple after its own ACK of ours, in the order of capsules on the stream, in three runs',
    info: 'registrations that crossed on the way, which are permitted',
    inconclusive: "the tuple's packets never reached the client, or our registration was not acknowledged",
  },
  hint: 'Look for a table of own registrations that does not include those of the peer, or for keys that differ in form (mapped IPv4).',
  pitfalls: ["Only the order on the stream decides; without the proxy's ACK first it is a race and not a fault."],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
