import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import {fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {servedWith} from '../../../stimuli/h3-requests.js'
import {concat} from '../../../wire/bytes.js'
import * as frame from '../../../wire/h3-frame.js'
import {Reader} from '../../../wire/tlv.js'
import requirement from './requirement.js'

const CONNECTIONS = 3
const MAX_FRAMES = 16

interface Connection {
  /** How many control streams the proxy opened. */
  readonly controls: number
  /** Frames on the first, in this order. */
  readonly frames: readonly string[]
  /** Of a request; null: no answer. */
  readonly status: number | null
}

interface Seen {
  readonly connections: readonly Connection[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connections: Connection[] = []
    for (let count = 0; count < CONNECTIONS; count++) {
      await using raw = await rig.rawHttp3(signal)
      await raw.settled(signal)
      const status = await servedWith(rig, raw, signal)
      await raw.ended(rig.patienceMs, signal)
      connections.push({...controlOf(raw), status})
      // What is there says enough; what is missing may have been lost.
      if (connections.at(-1)?.frames.length !== 0) break
    }
    return {connections}
  },
  judge({connections}) {
    const read = connections.find(({frames}) => frames.length > 0)
    if (read) return judged(read)
    const served = connections.filter(({status}) => status !== null)
    if (served.length >= CONNECTIONS) {
      return fail(
        'SETTINGS on a control stream',
        `on ${served.length} connections requests were answered and nothing came on a control stream`,
      )
    }
    return inconclusive('nothing could be read from a control stream of the proxy')
  },
  silence: {connections: []},
  faults: {
    'another-frame-first': {wire: {h3: {control: list => [concat(frame.write(frame.reserved(1n), list), list)]}}},
    'settings-twice': {wire: {h3: {control: list => [concat(list, list)]}}},
    'two-control-streams': {wire: {h3: {control: list => [list, list]}}},
    'no-settings': {wire: {h3: {control: () => [new Uint8Array(0)]}}},
  },
})

function controlOf(raw: RawHttp3): Pick<Connection, 'controls' | 'frames'> {
  const controls = raw.peerStreams.filter(({type}) => type === 'control')
  const [first] = controls
  return {controls: controls.length, frames: first ? frameNames(first.bytes) : []}
}

/** Only those whose type and length are there. */
function frameNames(bytes: Uint8Array): string[] {
  const names: string[] = []
  for (const part of new Reader().push(bytes)) {
    if (part.part === 'header' && names.length < MAX_FRAMES) names.push(frame.name(part.header.type.value))
  }
  return names
}

function judged({controls, frames}: Connection): Verdict {
  const [first = ''] = frames
  const again = frames.filter(name => name === 'SETTINGS').length
  if (first !== 'SETTINGS') return fail('SETTINGS comes first', `the control stream begins with ${first}`)
  if (again > 1) return fail('SETTINGS comes once', `SETTINGS came ${again} times on the control stream`)
  if (controls > 1) return fail('one control stream', `the proxy opened ${controls} control streams`)
  return pass(`one control stream, which holds ${frames.join(', ')}`)
}
