import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {H3_DATAGRAM} from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

interface Seen {
  /** Identifiers and values that anybody is told; null: no SETTINGS came. */
  readonly settings: readonly {readonly id: string; readonly value: string}[] | null
}

/** Identifiers of the form 0x1f * N + 0x21 mean nothing (RFC 9114 section 7.2.4.1). */
const isGrease = (id: bigint): boolean => id >= 0x21n && (id - 0x21n) % 0x1fn === 0n

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    // Of its own, and without any request: no credentials were shown on it.
    const raw = await rig.rawHttp3(signal)
    await raw.settled(signal)
    const {peerSettings} = raw
    return {
      settings: peerSettings?.map(({id, value}) => ({id: `0x${id.toString(16)}`, value: String(value)})) ?? null,
    }
  },
  judge({settings}) {
    if (!settings) return inconclusive('no SETTINGS came')
    const others = settings.map(({id}) => BigInt(id)).filter(id => id !== H3_DATAGRAM && !isGrease(id))
    const beside = others.length === 0 ? 'nothing else' : others.map(id => `0x${id.toString(16)}`).join(', ')
    const shown = settings.find(({id}) => BigInt(id) === H3_DATAGRAM)
    return shown
      ? observed(`anybody who connects sees SETTINGS_H3_DATAGRAM = ${shown.value}, beside ${beside}`)
      : observed(`SETTINGS_H3_DATAGRAM is not shown to who has no credentials; what is: ${beside}`)
  },
  silence: {settings: null},
  faults: {
    'hides-it': honest => ({
      wire: {settings: random => honest.wire.settings(random).filter(({id}) => id !== H3_DATAGRAM)},
    }),
  },
})
