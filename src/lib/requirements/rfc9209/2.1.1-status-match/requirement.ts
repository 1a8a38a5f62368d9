import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9209/2.1.1/status-match',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The HTTP status fits the error type that Proxy-Status names',
  asks: 'With an error parameter, the response should use the status code recommended for that type, and the most specific type that fits should be chosen.',
  why: 'A dns_timeout sent with 502 tells clients and monitors two different stories. Retry logic that works by status then retries what is hopeless or gives up too soon.',
  sends:
    'Provokes failures (unknown name, refused port, prohibited address, timeout) and compares error type and status with the table: for example 504 for dns_timeout, 502 for dns_error, 403 for http_request_denied.',
  counts: {
    pass: 'the status is the one recommended for the error type',
    warn: 'the status is another one, or a generic type is used where the cause is plainly known',
    inconclusive: 'no response carried an error parameter',
  },
  hint: 'Look for one catch-all status in the error path while the error type is set further down.',
  pitfalls: [
    'Only responses produced by the proxy itself count; a member of another hop has its own status.',
    'http_request_error goes with whatever 4xx describes the fault.',
  ],
  see: ['RFC 9209 section 2.3'],
})
