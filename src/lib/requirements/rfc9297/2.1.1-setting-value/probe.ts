import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {aftermathOf, judgeBreach, SETTINGS_BREACH, type Aftermath} from '../../../stimuli/h3-breach.js'
import {H3} from '../../../wire/error-codes.js'
import * as settings from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

const CONNECTIONS = 3
const OURS = [
  {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
  {id: settings.H3_DATAGRAM, value: 2n},
]

interface Seen {
  /** What the proxy sends; null: no SETTINGS came. `none`: they lack it. */
  readonly theirs: string | null
  readonly connections: readonly Aftermath[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    await using polite = await rig.rawHttp3(signal)
    if (!(await polite.settled(signal))) return {theirs: null, connections: []}
    const theirs = settings.value(polite.peerSettings ?? [], settings.H3_DATAGRAM)
    const connections: Aftermath[] = []
    for (let count = 0; theirs !== undefined && theirs <= 1n && count < CONNECTIONS; count++) {
      await using raw = await rig.rawHttp3(signal, {settings: OURS, quic: {logFrames: true}})
      connections.push(await aftermathOf(rig, raw, SETTINGS_BREACH, signal))
      // One that is closed says enough.
      if (connections.at(-1)?.after === null) break
    }
    return {theirs: theirs === undefined ? 'none' : String(theirs), connections}
  },
  judge({theirs, connections}) {
    if (theirs === null) return inconclusive('no SETTINGS came from the proxy')
    if (theirs === 'none') return inconclusive('the proxy does not send SETTINGS_H3_DATAGRAM and may not know it')
    if (BigInt(theirs) > 1n) return fail('SETTINGS_H3_DATAGRAM is 0 or 1', `the proxy sends the value ${theirs}`)
    return judged(theirs, connections)
  },
  silence: {theirs: null, connections: []},
  faults: {
    'sends-2': honest => ({
      wire: {
        settings: random =>
          honest.wire.settings(random).map(one => (one.id === settings.H3_DATAGRAM ? {...one, value: 2n} : one)),
      },
    }),
    'takes-2': {wire: {h3: {onBreach: code => (code === H3.SETTINGS_ERROR ? undefined : code)}}},
    'with-another-code': {wire: {h3: {onBreach: () => H3.GENERAL_PROTOCOL_ERROR}}},
  },
})

function judged(theirs: string, connections: readonly Aftermath[]): Verdict {
  const verdicts = connections.map(aftermath => judgeBreach(aftermath, 'H3_SETTINGS_ERROR', 'the value 2'))
  const [last] = verdicts.slice(-1)
  if (last?.outcome === 'fail' && verdicts.length < CONNECTIONS) {
    return inconclusive(`the value 2 was let pass, but that was seen only ${verdicts.length} times`)
  }
  if (last?.outcome === 'pass') return pass(`the proxy sends the value ${theirs}, and ${last.because}`)
  return last ?? inconclusive('our value 2 was not sent')
}
