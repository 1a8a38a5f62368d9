import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/2/default-template',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The default template works where clients know only host and port',
  asks: 'A deployment that needs to work with clients configured by host and port alone should offer UDP proxying at the well-known default path.',
  why: 'Such clients cannot be told another path. If the default one answers 404, they have no UDP proxying at all, although the proxy is up.',
  sends:
    'A valid request on the configured template, then the same target on /.well-known/masque/udp/ at the same origin, then a random path there for comparison.',
  counts: {
    pass: 'a tunnel opens on the default path, or it asks for credentials where a random path on the same origin answers differently',
    warn: 'the operator says that such clients have to work, and the default path answers 400, 404 or 405 while the configured template works',
    info: 'not offered, and nobody said that clients with host and port only have to be served',
    inconclusive: 'no credentials at hand, or the connection is refused',
  },
  hint: 'Check the route for /.well-known/masque/udp/ in the front end, including the slash at the end.',
  pitfalls: [
    'A proxy that hides behind RFC 9729 answers as if the resource did not exist, on purpose.',
    'The slash at the end belongs to the template: a route that compares the path textually may refuse the form without it.',
  ],
  see: ['RFC 9729 section 6'],
})
