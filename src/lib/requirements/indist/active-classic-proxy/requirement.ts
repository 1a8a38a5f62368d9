import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-classic-proxy',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'How the server meets a classic CONNECT and other proxy requests',
  asks: 'HTTP lets a server that is no proxy refuse CONNECT and requests for foreign hosts, and does not fix the answer. A MASQUE proxy need not support them.',
  why: "A 407, or a Via or Proxy-Status field, in answer to a stranger's CONNECT says that a proxy lives here.",
  sends:
    "With a responder of our own as the only target, sends without credentials a classic CONNECT, a GET in absolute form for the responder's name, and connect-tcp; compares the answers with the cover site and looks at whether the responder was contacted.",
  counts: {
    pass: 'the answers are those of the cover site, such as 400, 404 or 405',
    info: 'the answers seen, a 407 or fields of a proxy among them, or a contact at our responder',
    inconclusive: 'the server cannot be reached, or the cover site gives no stable answer',
  },
  hint: 'Look for a generic proxy module left on in the front end.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Use only targets of our own.',
  ],
  see: ['RFC 9110 section 9.3.6'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
