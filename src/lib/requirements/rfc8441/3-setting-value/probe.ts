import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish} from '../../../stimuli/malformed-requests.js'
import {askFields, openStreams} from '../../../stimuli/raw-asking.js'
import {ENABLE_CONNECT_PROTOCOL} from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

interface Seen {
  readonly settled: boolean
  /** All that were announced, in order. */
  readonly values: readonly string[]
}

/** Over HTTP/2 more SETTINGS may come as long as the connection lives: a request and a little time are given to it. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const raw = await openStreams(rig, signal)
    if (rig.http === '2') {
      await askFields(rig, raw, goodFields(rig, udpWish(rig)), signal)
      await raw.ended(rig.patienceMs, signal)
    }
    const list = raw.peerSettings
    const values = list?.filter(({id}) => id === ENABLE_CONNECT_PROTOCOL).map(({value}) => String(value)) ?? []
    return {settled: list !== undefined, values}
  },
  judge({settled, values}) {
    if (!settled) return inconclusive('the SETTINGS of the proxy did not arrive')
    if (values.length === 0) return notApplicable('the proxy does not send 0x8, and so offers no extended CONNECT')
    const wrong = values.find(value => value !== '0' && value !== '1')
    if (wrong !== undefined) return fail('0 or 1 as the value of 0x8', `the value is ${wrong}`)
    const first = values.indexOf('1')
    if (first >= 0 && values.slice(first).includes('0')) {
      return fail('no 0 after 1 as the value of 0x8', `the values are ${values.join(', then ')}`)
    }
    return pass(`the value of 0x8 is ${values.join(', then ')}`)
  },
  silence: {settled: false, values: []},
  faults: {
    'says-two': honest => ({
      wire: {
        settings: random => honest.wire.settings(random).map(doubled),
        h2Says: list => list.map(doubled),
      },
    }),
    'takes-it-back': {wire: {h2Later: [{id: ENABLE_CONNECT_PROTOCOL, value: 0n}]}, over: ['2']},
  },
})

function doubled<T extends {readonly id: bigint}>(setting: T): T | {readonly id: bigint; readonly value: bigint} {
  return setting.id === ENABLE_CONNECT_PROTOCOL ? {id: setting.id, value: 2n} : setting
}
