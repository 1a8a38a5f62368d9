import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-wellknown-list',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a well-known MASQUE path answers unlike a random one',
  asks: 'Default templates live below /.well-known/masque/. No document asks that these paths look absent to clients without credentials, unless the server wants to hide them as in RFC 9729.',
  why: 'One suffix with an answer of its own tells a scanner which proxying methods the server offers.',
  sends:
    'Requests the udp, ip, tcp and ethernet paths below /.well-known/masque/ and /.well-known/pvd, with and without the last slash, and random well-known names, in turns and in each HTTP version; compares status, header fields, body and time.',
  counts: {
    pass: 'all paths answer like a random well-known name',
    info: 'the paths that answer otherwise, and how',
    inconclusive: 'answers to random names alone vary from run to run',
  },
  hint: 'Look at the router: a registered prefix often answers 400 or 405 before authentication is asked.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'A redirect that adds a slash reveals the route behind it.',
  ],
  see: ['RFC 9298 section 2', 'RFC 9484 section 3', 'RFC 9729 section 6.4', 'RFC 8801'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
