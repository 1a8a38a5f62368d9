import {refusalWith, withFields} from '../../../stimuli/faulty-response.js'
import {publicPages, type PageSeen} from '../../../stimuli/public-pages.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** Of the templates: what stands before the first variable. */
  readonly prefixes: readonly string[]
  /** Pages that were answered. */
  readonly answered: readonly string[]
  /** Where a prefix was found: the page, and in which field, or in the content. */
  readonly mentions: readonly {readonly page: string; readonly where: string; readonly prefix: string}[]
}

const PAGES = ['/', '/robots.txt', '/sitemap.xml', '/.well-known/pvd', '/no-such-page-here']
/** Where anybody looks first, whoever announces it or not (RFC 9298 section 2, RFC 9484 section 3). */
const WELL_KNOWN = '/.well-known/masque/'
const MARK = '~variable~'

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {udp, ip} = rig.place
    const expanded = [
      udp.expand({target_host: MARK, target_port: MARK}),
      ...(ip && ip.variables.length > 0 ? [ip.expand(Object.fromEntries(ip.variables.map(name => [name, MARK])))] : []),
    ]
    // A shorter one is on any page.
    const prefixes = [...new Set(expanded.map(path => path.split(MARK)[0] ?? ''))].filter(({length}) => length > 2)
    const pages = (await publicPages(rig, PAGES, signal)).filter(({status}) => status !== null)
    const mentions = pages.flatMap(page => prefixes.flatMap(prefix => mentionsIn(page, prefix)))
    return {prefixes, answered: pages.map(({path}) => path), mentions}
  },
  judge({prefixes, answered, mentions}) {
    if (prefixes.length === 0) return inconclusive('the template has no path of its own that could be looked for')
    if (answered.length === 0) return inconclusive('no page of the origin could be read')
    const pages = `${answered.length} of ${PAGES.length} pages that were looked at (${answered.join(', ')})`
    if (mentions.length > 0) {
      const told = mentions.map(({page, where, prefix}) => `${JSON.stringify(prefix)} in ${where} of ${page}`)
      return observed(
        `the path of the template is published: ${told.join('; ')}; that is normal where nothing is meant to be hidden`,
      )
    }
    const isGuessed = prefixes.every(prefix => prefix.startsWith(WELL_KNOWN))
    return pass(
      `no mention of the path of the template in ${pages}${isGuessed ? '; but it is the one by default, which anybody tries' : ''}`,
    )
  },
  silence: {prefixes: ['/masque/'], answered: [], mentions: []},
  faults: {
    'links-to-it': refusalWith(
      withFields(['link', '</.well-known/masque/udp/{target_host}/{target_port}/>; rel="masque"']),
    ),
    'says-which-paths-there-are': refusalWith(withFields(['x-paths', '/.well-known/masque/ip/'])),
  },
})

function mentionsIn({path, fields, content}: PageSeen, prefix: string): Seen['mentions'] {
  const inFields = fields.filter(line => line.includes(prefix)).map(line => `the field ${line.split(':')[0] ?? ''}`)
  const places = content.includes(prefix) ? [...inFields, 'the content'] : inFields
  return places.map(where => ({page: path, where, prefix}))
}
