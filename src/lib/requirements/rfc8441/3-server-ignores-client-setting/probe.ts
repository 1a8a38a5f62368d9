import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish} from '../../../stimuli/malformed-requests.js'
import {askFields, heardOf, meaningOf, wordsOf, type Heard} from '../../../stimuli/raw-asking.js'
import {ENABLE_CONNECT_PROTOCOL} from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

interface Seen {
  readonly pairs: readonly {readonly announced: Heard; readonly omitted: Heard}[]
}

const PAIRS = 3
const ANNOUNCED = [{id: ENABLE_CONNECT_PROTOCOL, value: 1n}]

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const ask = async (settings: typeof ANNOUNCED): Promise<Heard> => {
      const raw = rig.http === '2' ? await rig.rawHttp2(signal, {settings}) : await rig.rawHttp3(signal, {settings})
      await raw.settled(signal)
      return heardOf(await askFields(rig, raw, goodFields(rig, udpWish(rig)), signal))
    }
    const pairs: {announced: Heard; omitted: Heard}[] = []
    for (let pair = 0; pair < PAIRS; pair++) pairs.push({announced: await ask(ANNOUNCED), omitted: await ask([])})
    return {pairs}
  },
  judge({pairs}) {
    const opened = (heard: Heard): boolean => meaningOf(heard).kind === 'accepted'
    const [first] = pairs
    if (!first || pairs.length < PAIRS) return inconclusive('not everything was asked')
    const told = `with our setting the proxy ${wordsOf(meaningOf(first.announced))}, and without it ${wordsOf(meaningOf(first.omitted))}`
    const isSilent = pairs.some(({announced, omitted}) =>
      [announced, omitted].some(heard => meaningOf(heard).kind === 'silence'),
    )
    if (isSilent) return inconclusive('not every request was answered')
    const withIt = pairs.filter(({announced}) => opened(announced)).length
    const withoutIt = pairs.filter(({omitted}) => opened(omitted)).length
    if (withIt === PAIRS && withoutIt === PAIRS) return pass('a tunnel opens with our setting and without it')
    if (withIt + withoutIt === PAIRS && withIt * withoutIt === 0) return observed(`${told}, in each of ${PAIRS} pairs`)
    return inconclusive(withIt + withoutIt === 0 ? `no tunnel opens: ${told}` : 'answers are not the same each time')
  },
  silence: {pairs: []},
  faults: {
    'wants-it-of-the-client': {
      http: {admit: (_, {peerSettings}) => (announces(peerSettings) ? undefined : {status: 501, headers: []})},
    },
    'cannot-bear-it-of-the-client': {
      http: {admit: (_, {peerSettings}) => (announces(peerSettings) ? {status: 501, headers: []} : undefined)},
    },
  },
})

function announces(list: readonly {readonly id: bigint; readonly value: bigint}[] | undefined): boolean {
  return list?.some(({id, value}) => id === ENABLE_CONNECT_PROTOCOL && value === 1n) ?? false
}
