import {createHash} from 'node:crypto'
import {defineProbe} from '../../../spec/probe.js'
import type {TargetSaw} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {payloadsOf} from '../../../stimuli/arrivals.js'
import {equal, toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

/** Around what lengths and buffers turn at; what is larger than every path carries is another question. */
const SIZES = [1, 2, 63, 64, 65, 255, 257, 512, 513, 1000, 1100]
const ANSWERED_SIZES = [160, 400, 700, 1100]

interface Seen {
  readonly before: boolean
  readonly after: boolean
  readonly sent: number
  /** At the target as they were sent, or back from a target that echoes whatever comes. */
  readonly intact: number
  /** Octets of answers that came back as the target made them. */
  readonly answered: readonly number[]
  /** What the target saw, and nobody sent. */
  readonly foreign: readonly {readonly lengthBytes: number; readonly headHex: string}[]
  /** What came back, and is neither an answer nor what was sent. */
  readonly strange: readonly {readonly lengthBytes: number; readonly headHex: string}[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal)
    const payloads = [everyOctet(), ...SIZES.map(bytes => rig.random.bytes(bytes))]
    for (const payload of payloads) await tunnel.send(payload)
    const answered: number[] = []
    for (const bytes of before ? ANSWERED_SIZES : []) if (await tunnel.echo(signal, {bytes})) answered.push(bytes)
    const after = answered.length > 0
    const records = (await tunnel.reachedTarget(signal)) ?? []
    const cameBack = payloadsOf(tunnel.arrivals)
    const digests = new Set(payloads.map(sha256))
    const back = payloads.filter(payload => cameBack.some(other => equal(payload, other)))
    const arrived = payloads.filter(payload => records.some(({sha256Hex}) => sha256Hex === sha256(payload)))
    return {
      before,
      after,
      sent: payloads.length,
      intact: Math.max(back.length, arrived.length),
      answered,
      foreign: records.filter(({sha256Hex}) => !digests.has(sha256Hex)).map(described),
      strange: cameBack.filter(bytes => !digests.has(sha256(bytes))).map(headOf),
    }
  },
  judge({before, after, sent, intact, answered, foreign, strange}) {
    const [first] = foreign
    if (first)
      return fail('payloads reach the target as they were sent', changed('reached the target', foreign.length, first))
    const [back] = strange
    if (back) return fail('answers come back as the target sent them', changed('came back', strange.length, back))
    if (!before || !after) return inconclusive('too few payloads came through to compare')
    if (intact < sent / 2)
      return inconclusive(`${intact} of ${sent} payloads are known to have arrived, too few to compare`)
    return pass(
      `${intact} of ${sent} payloads arrived as they were sent, and answers of ${answered.join(', ')} octets came back whole`,
    )
  },
  silence: {before: false, after: false, sent: 0, intact: 0, answered: [], foreign: [], strange: []},
  faults: {
    'cuts-them-on-the-way-up': {
      tunnel: {relay: (payload, towards) => (towards === 'target' ? payload.subarray(0, 512) : payload)},
    },
    'cuts-them-on-the-way-down': {
      tunnel: {relay: (payload, towards) => (towards === 'client' ? payload.subarray(0, 512) : payload)},
    },
    'changes-an-octet': {
      tunnel: {
        relay: (payload, towards) =>
          towards === 'target' ? payload.map((octet, at) => (at === 300 ? ~octet : octet)) : payload,
      },
    },
  },
})

function everyOctet(): Uint8Array {
  return Uint8Array.from({length: 256}, (_, value) => value)
}

function changed(what: string, count: number, {lengthBytes, headHex}: Seen['foreign'][number]): string {
  return `${count} payloads ${what} that nobody sent; the first has ${lengthBytes} octets and begins with ${headHex}`
}

function described({lengthBytes, headHex}: TargetSaw): Seen['foreign'][number] {
  return {lengthBytes, headHex: headHex.slice(0, 16)}
}

function headOf(bytes: Uint8Array): Seen['strange'][number] {
  return {lengthBytes: bytes.length, headHex: toHex(bytes.subarray(0, 8))}
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
