import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9729/6.4/non-discoverable',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a hidden resource is announced to users without credentials',
  asks: 'A resource that is meant to be hidden is not linked or announced to unauthenticated users.',
  why: 'Identical error pages do not help if the path of the proxy stands in a sitemap or an Alt-Svc field for all to read.',
  sends:
    'Without credentials, looks for the template or its path in Alt-Svc and Link fields, robots.txt, the sitemap, the PvD document and error bodies of the origin.',
  counts: {
    pass: 'no mention of the template or its path',
    info: 'the template or path is published although concealment is claimed',
    inconclusive: 'the origin could not be read, or its template is not known',
  },
  hint: 'Look for generated files, such as a sitemap or an API description, that list all routes.',
  pitfalls: ['Where no concealment is claimed, publishing the template is normal and often wanted.'],
  see: [],
})
