import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/4.1/authentication',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Which ways of authenticating client and server the proxy knows',
  asks: 'Extensions are to be able to authenticate the identity of both ends while the session is set up. No level is stated.',
  why: 'A proxy that takes anyone is soon abused as an exit for attacks, and its address range ends up on block lists for all of its users.',
  sends:
    'Requests without credentials, with wrong ones and with right ones, in the schemes that the operator names; status codes and authentication fields of the answers are noted.',
  counts: {
    info: 'the table of credentials tried and answers received',
    inconclusive: 'no credentials were given to test with, or the proxy did not answer',
  },
  hint: 'Look at whether a failed authentication is answered before any state or address is set aside.',
  pitfalls: ['Some proxies hide from those who do not authenticate: a 404 may be the intended answer.'],
  see: ['RFC 9484 section 11', 'RFC 9110 section 11'],
})
