import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.2/forward-unmodified',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'A frontend forwards the credential unmodified, with the exporter output beside it',
  asks: 'A frontend that leaves the check to a backend must forward the request with the field unmodified and with Concealed-Auth-Export added.',
  why: 'A backend that gets a rewritten field, or no exporter output, rejects every valid user.',
  sends: 'nothing; a recording between frontend and backend, made by their operator, would be needed',
  counts: {
    info: 'listed for completeness; no run reports on it',
  },
  hint: 'Log the field on both sides of the frontend and compare octet by octet.',
  pitfalls: [
    'From outside, a broken hop looks like a wrong key: valid credentials get the answer for a resource that does not exist.',
  ],
  see: ['RFC 9729 section 6.1'],
  status: {kind: 'untestable', reason: 'The hop between frontend and backend cannot be seen from outside.'},
})
