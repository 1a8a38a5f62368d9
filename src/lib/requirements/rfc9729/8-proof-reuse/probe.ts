import {signedByNobody} from '../../../stimuli/concealed-proof.js'
import {series, type SeriesSeen} from '../../../stimuli/one-connection.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly without: SeriesSeen
  readonly withIt: SeriesSeen
}

const TIMES = 5
const NOTHING: SeriesSeen = {statuses: [], cut: 'nobody'}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const without = await series(rig, TIMES, [], signal)
    // Whoever serves everybody keeps no account of proofs.
    if (without.statuses.some(isSuccess)) return {without, withIt: NOTHING}
    return {without, withIt: await series(rig, TIMES, [['authorization', signedByNobody(rig.random).field]], signal)}
  },
  judge({without, withIt}) {
    const [plain] = without.statuses
    if (plain !== undefined && isSuccess(plain)) {
      return notApplicable(`tunnels are opened without credentials (${plain}), so proofs do not count here`)
    }
    const [first] = withIt.statuses
    if (plain === undefined || first === undefined) return inconclusive('requests were not answered')
    if (without.cut === 'nobody' || withIt.cut === 'nobody')
      return inconclusive(`answers ceased to come: ${wordsOf(without)}, and ${wordsOf(withIt)} with the proof`)
    const other = withIt.statuses.findIndex(status => status !== first)
    if (new Set(without.statuses).size > 1) return inconclusive(`answers differ without any proof: ${wordsOf(without)}`)
    if (other > 0) {
      return observed(
        `the first use of a proof on a connection was answered ${first}, and use ${other + 1} of it ${withIt.statuses[other] ?? ''}; without one all requests were answered ${plain}`,
      )
    }
    if (withIt.statuses.length < without.statuses.length) {
      return observed(
        `the connection was closed after ${withIt.statuses.length} uses of a proof, and not as soon without one (${without.statuses.length} requests)`,
      )
    }
    if (withIt.statuses.length === 1)
      return observed(`a connection takes one request for a tunnel only (${first}), so no proof is used twice`)
    return observed(
      `${withIt.statuses.length} uses of one proof on a connection were all answered ${first}; it was of a key that nobody registered, so whether a good one is taken each time could not be tried`,
    )
  },
  silence: {without: NOTHING, withIt: NOTHING},
  faults: {
    'takes-the-second-use-for-a-replay': () => {
      const seen = new Set<string>()
      return {
        http: {
          admit: ({headers}) => {
            const proof = headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
            const isReplay = proof !== undefined && seen.has(proof)
            if (proof !== undefined) seen.add(proof)
            return {status: isReplay ? 403 : 404, headers: []}
          },
        },
      }
    },
    'grows-tired-of-it': () => {
      let uses = 0
      return {
        http: {
          admit: ({headers}) => {
            const isTried = headers.some(([name]) => name.toLowerCase() === 'authorization')
            return {status: isTried && ++uses > 3 ? 429 : 404, headers: []}
          },
        },
      }
    },
  },
})

function isSuccess(status: number): boolean {
  return status === 101 || (status >= 200 && status < 300)
}

function wordsOf({statuses}: SeriesSeen): string {
  return statuses.join(', ')
}
