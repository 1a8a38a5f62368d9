import {askByPacket, inWords, type AskedSeen} from '../../../stimuli/ask-by-packet.js'
import {echoInStream} from '../../../stimuli/own-routes.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {TYPE, write} from '../../../wire/connect-ip/route-advertisement.js'
import type {Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Seen {
  readonly before: boolean
  /** From a host of the first range, when that was advertised; null: not asked. */
  readonly first: AskedSeen | null
  /** From a host of the second, when that alone was. */
  readonly second: AskedSeen | null
  /** From a host of the first again. */
  readonly withdrawn: AskedSeen | null
}

/** Hosts that nobody has, one for each range. */
const HOSTS: Readonly<Record<Family, readonly [first: string, second: string]>> = {
  4: ['198.51.100.193', '198.51.100.201'],
  6: ['2001:db8:ffff:1::1', '2001:db8:ffff:2::1'],
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const nothing: Seen = {before, first: null, second: null, withdrawn: null}
    const [family] = await tunnel.ready(signal)
    const destination = family && rig.place.ipTarget[family]
    if (!before || family === undefined || destination === undefined) return nothing
    const [one, two] = HOSTS[family]
    // Answers to a host lead into the tunnel only while its range counts as ours.
    const ask = async (source: string): Promise<AskedSeen> => askByPacket(rig, tunnel, {source, destination}, signal)
    const advertise = async (host: string): Promise<boolean> => {
      await tunnel.capsule(TYPE, write([{start: host, end: host, protocol: 0}]))
      return echoInStream(rig, tunnel, signal)
    }
    if (!(await advertise(one))) return nothing
    const first = await ask(one)
    if (!first.answered || !(await advertise(two))) return {...nothing, first}
    const second = await ask(two)
    return {before, first, second, withdrawn: await ask(one)}
  },
  judge({before, first, second, withdrawn}) {
    if (!before || !first) return inconclusive('no echo came back, or none that stood behind the capsule in the stream')
    if (!first.answered) {
      if (first.errors.length === 0) return inconclusive('nothing came back to a range that we advertised')
      const words = `a packet from a range that we advertised was answered by ${inWords(first.errors)}`
      return notApplicable(`this proxy does not use routes of its clients: ${words}`)
    }
    if (!second?.answered) return inconclusive('the second advertisement had no effect that could be seen')
    if (!withdrawn?.answered) return pass('packets for the first range stopped when the second alone was advertised')
    return fail('the first range is withdrawn by the second capsule', 'packets for the first range are still delivered')
  },
  silence: {before: false, first: null, second: null, withdrawn: null},
  faults: {
    'adds-instead-of-replacing': {ip: {routes: {behindClient: (told, before) => [...before, ...told]}}},
  },
})
