import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8441/3/server-ignores-client-setting',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: "Whether the client's own extended CONNECT setting changes what the server does",
  asks: 'A client may also send SETTINGS_ENABLE_CONNECT_PROTOCOL, but the value has no effect on a server.',
  why: 'Some stacks enable extended CONNECT only if both sides announce it. Clients that do not send the setting are then refused by that server and by no other.',
  sends:
    'Connects with 0x08 = 1 in our SETTINGS and without it, in at least three pairs, and opens one tunnel on each connection.',
  counts: {
    pass: 'the tunnel opens in both cases alike',
    info: "the tunnel opens only with, or only without, the client's setting, in at least three pairs",
    inconclusive: 'no tunnel opens in either case, or results vary within a pair',
  },
  hint: 'Look for a library that takes the logical AND of the local and the remote setting before it admits :protocol.',
  pitfalls: ['Only 0 and 1 are sent: any other value is an error in its own right.'],
  see: ['RFC 9220 section 3'],
})
