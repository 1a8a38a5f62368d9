import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/use-as-source',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether every address of an assigned prefix works as source address',
  asks: 'The receiver of an ADDRESS_ASSIGN may send from the assigned address, or, if the prefix is shorter than an address, from any address in it.',
  why: 'A client that was given a prefix serves several hosts or picks temporary addresses from it; if only one works, all others fail without a visible reason.',
  sends:
    'Echoes from several random addresses inside the assigned prefix, and for information from its first and last; the responder records the source addresses it sees.',
  counts: {
    pass: 'packets from all inner addresses are forwarded',
    info: 'only one address works though the prefix has more; NAT is in use; or the first or last address is treated specially',
    inconclusive: 'the assigned prefix covers a single address, or no echo passes at all',
  },
  hint: 'Look for a source check that compares with the address of the capsule instead of the prefix, or for a route back to one address only.',
  pitfalls: [
    'With NAT the responder sees another source: count forwarding, not the address.',
    'Repeat each echo, since one lost packet looks like a filter.',
  ],
  see: ['RFC 9484 section 11'],
})
