import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9114/8/unknown-error-codes',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'An unknown error code ends the stream like H3_NO_ERROR',
  asks: 'An error code that is unknown, or used where it is not expected, must be treated as H3_NO_ERROR.',
  why: 'Extensions and GREASE use new codes. A proxy that closes the connection over one ends all tunnels of that client because a single one was cancelled.',
  sends:
    "Opens two tunnels on one connection, resets the first with code 0x21, then sends an echo through the second. A responder watches whether the first tunnel's socket is released.",
  counts: {
    pass: 'only the reset tunnel ends, and the second one still echoes',
    fail: 'the connection is closed after the reset with 0x21, while a reset with H3_REQUEST_CANCELLED leaves it open',
    inconclusive: 'the second tunnel was silent before the reset, or the connection was lost without a close',
  },
  hint: 'Look for a conversion of error codes into an enumeration that fails on unknown values.',
  pitfalls: ['Silence in the second tunnel may be loss; only a close from the proxy speaks.'],
  see: ['RFC 9114 section 9'],
})
