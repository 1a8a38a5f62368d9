import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/1/ipv4-options',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'What becomes of IPv4 options in the tunnel',
  asks: 'IP packets are carried whole, options included, but endpoints may filter what they forward.',
  why: 'A parser that assumes a header of 20 octets delivers options as payload or reads ports from the wrong place, and its filters can be bypassed.',
  sends:
    'Raw inner packets with a correct checksum and one option each: NOP, Record Route, Timestamp, Router Alert, unknown types with and without the copied flag. A responder captures.',
  counts: {
    pass: 'options arrive unchanged, or filled in where that is their purpose',
    info: 'dropped, removed, answered with Parameter Problem; the tunnel closed, or option octets delivered as payload',
    inconclusive: 'the direct path drops the option as well',
  },
  hint: 'Look for a fixed header length of 20 where IHL has to be read.',
  pitfalls: [
    'Most Internet paths drop options: without a control on the direct path nothing follows.',
    'Source routes are in rfc9484/11/ext-header-guidance.',
  ],
  see: ['RFC 9484 section 6', 'RFC 7126 section 4', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
