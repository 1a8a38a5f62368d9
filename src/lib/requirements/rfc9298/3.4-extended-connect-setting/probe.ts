import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish} from '../../../stimuli/malformed-requests.js'
import {askFields, heardOf, meaningOf, openStreams, wordsOf, type Heard} from '../../../stimuli/raw-asking.js'
import {ENABLE_CONNECT_PROTOCOL} from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

interface Attempt extends Heard {
  /** Of the setting, before the request and after the answer; null: it is not there. `unsettled`: no SETTINGS came. */
  readonly before: string | null
  readonly after: string | null
}

interface Seen {
  readonly attempts: readonly Attempt[]
}

/** An accusation needs as many. */
const TIMES = 3

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const attempts: Attempt[] = []
    do {
      const raw = await openStreams(rig, signal)
      const valueNow = (): string | null => {
        if (raw.peerSettings === undefined) return 'unsettled'
        const value = raw.peerSettings.findLast(({id}) => id === ENABLE_CONNECT_PROTOCOL)?.value
        return value === undefined ? null : String(value)
      }
      const before = valueNow()
      const heard = heardOf(await askFields(rig, raw, goodFields(rig, udpWish(rig)), signal))
      attempts.push({...heard, before, after: valueNow()})
    } while (attempts.at(-1)?.before !== '1' && attempts.length < TIMES)
    return {attempts}
  },
  judge({attempts}) {
    const last = attempts.at(-1)
    if (!last || attempts.some(({before}) => before === 'unsettled')) {
      return inconclusive('the SETTINGS of the proxy did not arrive')
    }
    if (last.before === '1') return pass('SETTINGS has 0x8 = 1')
    const told = last.before === null ? 'SETTINGS lacks 0x8' : `SETTINGS has 0x8 = ${last.before}`
    const meanings = attempts.map(meaningOf)
    if (meanings.every(({kind}) => kind === 'accepted') && attempts.length >= TIMES) {
      if (attempts.every(({after}) => after === '1'))
        return concern('SETTINGS with 0x8 = 1 comes behind the first answer')
      return fail('SETTINGS with 0x8 = 1', `${told}, and a tunnel was opened on each of ${TIMES} connections`)
    }
    if (meanings.some(({kind}) => kind === 'accepted' || kind === 'silence')) {
      return inconclusive(`${told}, and to the request the proxy ${meanings.map(wordsOf).join(', then ')}`)
    }
    return notApplicable(`${told}, and no tunnel is opened: the proxy ${meanings.map(wordsOf).join(', then ')}`)
  },
  silence: {attempts: []},
  faults: {
    'keeps-it-quiet': honest => ({
      wire: {
        settings: random => honest.wire.settings(random).filter(({id}) => id !== ENABLE_CONNECT_PROTOCOL),
        h2Says: list => list.filter(({id}) => id !== ENABLE_CONNECT_PROTOCOL),
      },
    }),
    'says-zero': honest => ({
      wire: {
        settings: random => honest.wire.settings(random).map(zeroed),
        h2Says: list => list.map(zeroed),
      },
    }),
    'says-it-late': {
      wire: {
        h2Says: list => (list.length > 1 ? list.filter(({id}) => id !== ENABLE_CONNECT_PROTOCOL) : list),
        h2Later: [{id: ENABLE_CONNECT_PROTOCOL, value: 1n}],
      },
      over: ['2'],
    },
  },
})

function zeroed<T extends {readonly id: bigint}>(setting: T): T | {readonly id: bigint; readonly value: bigint} {
  return setting.id === ENABLE_CONNECT_PROTOCOL ? {id: setting.id, value: 0n} : setting
}
