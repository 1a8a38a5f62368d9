import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {linesOf} from '../../../stimuli/refusals.js'
import requirement from './requirement.js'

/** A load balancer may send the two of a pair to different backends. */
const PAIRS = 3

interface Seen {
  /** What became of GET / without and with the field: a status and the length of the content, or how it ended. */
  readonly without: readonly string[]
  readonly with: readonly string[]
}

const SILENT = 'no answer'

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const plain: string[] = []
    const fielded: string[] = []
    const get = async (headers: readonly (readonly [string, string])[]): Promise<string> =>
      inWords(await rig.ask({method: 'GET', protocol: undefined, path: '/', headers}, signal))
    for (let pair = 0; pair < PAIRS; pair++) {
      plain.push(await get(rig.place.headers))
      if (plain.at(-1) === SILENT) break
      fielded.push(await get([['capsule-protocol', '?1'], ...rig.place.headers]))
    }
    return {without: plain, with: fielded}
  },
  judge(seen) {
    const [usual] = seen.without
    if (usual === undefined || seen.without.includes(SILENT)) return inconclusive('GET / was not answered')
    if (seen.without.some(one => one !== usual)) {
      return inconclusive(`answers to GET / differ even without the field: ${[...new Set(seen.without)].join('; ')}`)
    }
    const other = seen.with.find(one => one !== usual)
    if (other === undefined) return pass(`GET / is answered alike with and without the field: ${usual}`)
    if (other === SILENT) return inconclusive('GET / with the field was not answered')
    if (seen.with.some(one => one === usual)) {
      return inconclusive(`GET / with the field was answered now as without it, now otherwise: ${other}`)
    }
    return observed(`the field makes a difference to GET /: without it ${usual}; with it ${other}`)
  },
  silence: {without: [], with: []},
  faults: {
    'takes-it-for-malformed': {
      http: {
        admit: ({method, headers}) =>
          method === 'GET' && linesOf(headers, 'capsule-protocol').length > 0 ? {status: 400, headers: []} : undefined,
      },
    },
    'opens-a-tunnel': {
      http: {
        admit: ({method, headers}) =>
          method === 'GET' && linesOf(headers, 'capsule-protocol').length > 0
            ? {status: 200, headers: [['capsule-protocol', '?1']]}
            : undefined,
      },
    },
  },
})

function inWords(answer: Answer): string {
  switch (answer.kind) {
    case 'success':
      return `status ${answer.status}`
    case 'refused':
      return `status ${answer.status} with ${answer.body.length} octets of content`
    case 'ended':
      return answer.ending.by === 'network' ? SILENT : answer.ending.detail
    case 'silence':
      return SILENT
  }
}
