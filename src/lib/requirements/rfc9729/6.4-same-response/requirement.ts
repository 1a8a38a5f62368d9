import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.4/same-response',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A failed authentication is answered like a resource that does not exist',
  asks: 'A server that wants hidden resources not to be probed must answer every authentication failure exactly as it answers requests for resources that do not exist: with 404 and not 401, for example.',
  why: 'Any stable difference tells a prober that there is a proxy at this path, which is what the operator chose this scheme to prevent.',
  sends:
    'Compares at least 20 interleaved responses each for the template path without credentials, with invalid Concealed ones, and a random path that does not exist, by GET and by extended CONNECT or Upgrade.',
  counts: {
    pass: 'status, fields, body and the fate of stream and connection are the same',
    fail: 'any stable difference, where the operator claims concealment',
    warn: 'a difference where no concealment is claimed',
    info: 'a 401 or 407 challenge where no concealment is claimed',
    inconclusive: 'responses already differ among themselves on one path',
  },
  hint: 'Look for an error raised after routing, such as 401, 405 or 501, where the default 404 handler should have answered.',
  pitfalls: [
    'Mask Date, Age, request IDs, nonces and cache fields, and the echo of the path; use paths of equal length.',
    'Keep method, :protocol, HTTP version, backend and connection state the same on both paths.',
    'Try the same invalid field on the path that does not exist: a front end may reject its syntax everywhere.',
  ],
  see: [],
})
