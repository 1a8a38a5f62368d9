import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-get-template',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether plain requests without credentials reveal the template path',
  asks: 'A server that wants resources nobody can probe must, under RFC 9729, answer failed authentication just as it answers for a resource that does not exist. Other proxies are asked nothing of the kind.',
  why: 'A 400 or 405 where every other path gives 404 tells a scanner that the proxy is there, without any key.',
  sends:
    'Sends GET, HEAD and OPTIONS without credentials to the template path with a valid and an invalid target, to the well-known prefix and to random paths, in turns; compares status, header fields, body and time.',
  counts: {
    pass: 'the answers are those of a random path',
    info: 'the answers that differ, for example 400, 405, 407 or 426, a Proxy-Status field or an Upgrade field',
    inconclusive: 'answers on the random path alone vary from run to run',
  },
  hint: 'Look at the order of checks: routing and validation of the target often answer before authentication does.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Mask dates, request identifiers and echoes of the path before comparing.',
  ],
  see: ['RFC 9729 section 6.4', 'RFC 9298 section 7'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
