import {echoIn, echoPacket} from '../../../stimuli/echo-packet.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface StepSeen {
  readonly perSecond: number
  /** What our own queue did not take is not counted. */
  readonly sent: number
  readonly answered: number
}

interface Seen {
  readonly before: boolean
  readonly steps: readonly StepSeen[]
}

/** 375 echoes in all. */
const RATES = [50, 100, 200, 400]
const STEP_MS = 500
/** The curve bends where so much less than in the first step comes back. */
const BEND = 0.8
const MIN_SHARE = 0.5

export default defineProbe<Seen>({
  requirement,
  waitsMs: RATES.length * STEP_MS,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const [family] = await tunnel.ready(signal)
    const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
    if (!before || source === undefined || destination === undefined) return {before, steps: []}
    const steps: StepSeen[] = []
    for (const perSecond of RATES) steps.push(await step(rig, tunnel, {source, destination}, perSecond, signal))
    return {before, steps}
  },
  judge({before, steps}) {
    const [first] = steps
    if (!before || !first) return inconclusive('no echo crossed the tunnel')
    const words = steps
      .map(({perSecond, sent, answered}) => `${answered} of ${sent} at ${perSecond} a second`)
      .join(', ')
    if (share(first) < MIN_SHARE) return inconclusive(`the path itself loses too much to tell: ${words}`)
    const bend = steps.find(one => share(one) < BEND * share(first))
    if (!bend) return observed(`no limit was met: ${words}`)
    return observed(`fewer echoes come back from ${bend.perSecond} a second on: ${words}`)
  },
  silence: {before: false, steps: []},
  faults: {
    'limits-each-client': {ip: {packets: {rate: {perSecond: 60, burst: 20}}}},
  },
})

async function step(
  rig: Rig,
  tunnel: IpRig,
  ends: {readonly source: string; readonly destination: string},
  perSecond: number,
  signal: AbortSignal,
): Promise<StepSeen> {
  const asked = new Set<string>()
  const total = (perSecond * STEP_MS) / 1000
  const began = rig.clock.now()
  for (let count = 0; count < total; count++) {
    const {packet, data} = echoPacket(ends, rig.random)
    if ((await tunnel.send(packet)) === 'accepted') asked.add(toHex(data))
    const aheadMs = began + ((count + 1) * 1000) / perSecond - rig.clock.now()
    if (aheadMs > 0) await rig.sleep(aheadMs, signal)
  }
  const answered = (): number => answersIn(tunnel, asked)
  await rig.until(() => answered() === asked.size, rig.patienceMs, signal)
  return {perSecond, sent: asked.size, answered: answered()}
}

function answersIn({packets}: IpRig, asked: ReadonlySet<string>): number {
  const found = packets.flatMap(({bytes}) => {
    const reply = echoIn(bytes, 'echo-reply')
    return reply ? [toHex(reply.data)] : []
  })
  return new Set(found.filter(data => asked.has(data))).size
}

function share({sent, answered}: StepSeen): number {
  return sent === 0 ? 0 : answered / sent
}
