import {linesOf} from '../../../stimuli/refusals.js'
import {refusalWith, withFields} from '../../../stimuli/faulty-response.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly pages: readonly {readonly path: string; readonly status: number; readonly lines: readonly string[]}[]
}

const PATHS = ['/', '/no-such-page-of-masque']

/** Something in front of the origin may add the field rightly, and nobody outside can tell: it is reported, and no more. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const pages: Seen['pages'][number][] = []
    for (const path of PATHS) {
      const answer = await rig.ask({method: 'GET', protocol: undefined, path, headers: rig.place.headers}, signal)
      if (answer.kind !== 'success' && answer.kind !== 'refused') continue
      pages.push({path, status: answer.status, lines: linesOf(answer.headers, 'proxy-status')})
    }
    return {pages}
  },
  judge({pages}) {
    if (pages.length === 0) return inconclusive('no page of the origin was answered')
    const marked = pages.find(({lines}) => lines.length > 0)
    if (marked) {
      return observed(
        `${marked.path} (${marked.status}) carries Proxy-Status ${JSON.stringify(marked.lines.join(', '))}: the host shows itself as a proxy, unless something in front of it added the field`,
      )
    }
    return pass(`the field is on none of ${pages.length} ordinary pages`)
  },
  silence: {pages: []},
  faults: {'on-every-answer': refusalWith(withFields(['proxy-status', 'masque']))},
})
