import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/intermediary-identify',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['mock-origin'],
  title: 'An intermediary re-encodes datagrams only on requests known to use the Capsule Protocol',
  asks: 'An intermediary must not convert between DATAGRAM frames and DATAGRAM capsules unless it has identified the Capsule Protocol on that request, by the Capsule-Protocol field or by knowing the upgrade token.',
  why: 'A protocol with its own stream format has octets cut out of its stream that only look like a capsule, or capsules inserted that it cannot parse.',
  sends:
    'Sends extended CONNECT with a private token through the intermediary to a scripted origin, with and without Capsule-Protocol: ?1; then DATAGRAM frames and stream octets that look like a DATAGRAM capsule. One leg has DATAGRAM disabled.',
  counts: {
    pass: 'without the field nothing is re-encoded; with it, re-encoded or passed through',
    fail: 'without the field, a frame becomes a capsule or stream octets become a frame, at least 3 times',
    info: 'whether the field is used for unknown tokens, which is optional',
    inconclusive: 'the intermediary refuses unknown tokens, with 501 for example',
  },
  hint: 'Look for re-encoding that is switched on for every extended CONNECT.',
  pitfalls: [
    'It takes an intermediary that forwards unknown upgrade tokens.',
    'The field may be added or removed on the way: what the origin sees decides.',
  ],
  see: ['RFC 9297 section 3.2', 'RFC 9297 section 3.4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
