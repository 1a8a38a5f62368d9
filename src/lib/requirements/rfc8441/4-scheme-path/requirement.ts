import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8441/4/scheme-path',
  level: 'must',
  binds: 'both',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'Extended CONNECT without :scheme or :path is refused',
  asks: 'A request with :protocol must also carry :scheme and :path. One without them is malformed.',
  why: 'The target sits in :path. A server that accepts a request without it tunnels to a default or stale target, or crashes on the missing field.',
  sends:
    'On a fresh stream each: extended CONNECT without :scheme, then without :path, then a complete one as a control. A client under test is read for both fields.',
  counts: {
    pass: 'each incomplete request is refused with a 4xx or a stream error; a client sends both fields',
    fail: 'an incomplete request gets a 2xx, or a client leaves one of the fields out',
    inconclusive: 'the complete request is refused in the same way, or no answer arrives',
  },
  hint: 'Look for the validation of plain CONNECT, which forbids both fields, running for extended CONNECT too.',
  pitfalls: [],
  see: ['RFC 9220 section 3', 'RFC 9113 section 8.1.1', 'RFC 9114 section 4.1.2'],
})
