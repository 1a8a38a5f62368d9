import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-auth-fields',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a credential field changes the answer only on the template path',
  asks: 'A server that hides its resources must, under RFC 9729, give failed credentials the answer of a resource that does not exist. Others may answer as they like.',
  why: 'If a bad credential changes the answer on one path only, a scanner has found the path and the scheme in use.',
  sends:
    'Sends requests with no credentials and with malformed Concealed, Basic and Bearer values, to the template path and to a random one, in turns, and compares all cells.',
  counts: {
    pass: 'a credential field changes nothing, or the same on both paths',
    info: 'the cells where the field changes the answer on the template path only',
    inconclusive: 'answers vary from run to run in one and the same cell',
  },
  hint: 'Look for an authentication handler that is bound to the template path and answers parse errors itself.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'A filter in front may react to such fields everywhere: the random path is the control.',
    'Few attempts only, so that a lock-out does not spoil the comparison.',
  ],
  see: ['RFC 9110 section 11', 'RFC 9729 section 6.1', 'RFC 9729 section 6.4'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
