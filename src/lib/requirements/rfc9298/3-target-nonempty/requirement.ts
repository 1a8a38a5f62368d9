import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/target-nonempty',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Neither target_host nor target_port is empty',
  asks: 'The values of target_host and target_port in a request must not be empty.',
  why: "An empty value has no meaning as a target. A success for it is a promise that cannot be kept, and resolvers and socket calls tend to read the empty name as the proxy's own host.",
  sends:
    'Two requests on the configured template, one with an empty host and one with an empty port; the status or stream error is recorded. A scripted proxy reads whether a client ever sends such a request.',
  counts: {
    pass: 'the proxy answers with an error or resets the stream; the client sends no such request',
    fail: 'the client under test sends a request with an empty target variable',
    warn: 'the proxy answers 101 or 2xx although no target was named (shown prominently)',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything before it looks at the path',
  },
  hint: 'Check both values for emptiness after percent-decoding, before they reach the resolver or the socket call.',
  pitfalls: [
    'A front end may merge double slashes before the proxy sees the path and answer 404: that is a refusal as well.',
    'The rule binds the author of the request, so a proxy that accepts it gets a warning, not a failure.',
  ],
  see: ['RFC 9298 section 3.1'],
})
