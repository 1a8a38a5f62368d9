import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

type Carrier = 'frame' | 'capsule'

interface Seen {
  /** Echoes of one kind alone, each on a tunnel of its own. */
  readonly alone: {readonly frame: boolean; readonly capsule: boolean}
  /** On one tunnel, one after the other, in this order. */
  readonly mixed: readonly (readonly {readonly carrier: Carrier; readonly answered: boolean}[])[]
}

const ORDERS: readonly (readonly Carrier[])[] = [
  ['frame', 'capsule', 'frame', 'capsule'],
  ['capsule', 'frame', 'capsule', 'frame'],
]

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const frames = await echoAll(rig, ['frame'], signal)
    const capsules = await echoAll(rig, ['capsule'], signal)
    const alone = {frame: frames.every(isAnswered), capsule: capsules.every(isAnswered)}
    if (!alone.frame || !alone.capsule) return {alone, mixed: []}
    return {alone, mixed: [await echoAll(rig, ORDERS[0] ?? [], signal), await echoAll(rig, ORDERS[1] ?? [], signal)]}
  },
  judge({alone, mixed}) {
    if (!alone.capsule) return inconclusive('no echo in a capsule came back, though nothing else was used')
    if (!alone.frame) return inconclusive('no echo in a DATAGRAM frame came back, though nothing else was used')
    if (mixed.every(steps => !steps[0]?.answered)) return inconclusive('no tunnel carried anything any more')
    const lost = mixed.flatMap(steps => {
      const missing = steps.slice(1).filter(step => !step.answered)
      return steps[0]?.answered && missing.length > 0 ? [{first: steps[0].carrier, missing}] : []
    })
    if (lost.length === 0) return pass('echoes in frames and in capsules came back on one tunnel, in either order')
    return observed(
      lost
        .map(
          ({first, missing}) =>
            `on a tunnel that began with a ${first}, no answer to: ${missing.map(nameOf).join(', ')}`,
        )
        .join('; '),
    )
  },
  silence: {alone: {frame: false, capsule: false}, mixed: []},
  faults: {
    'keeps-to-the-first-kind': {tunnel: {takes: (carrier, before) => before.size === 0 || before.has(carrier)}},
    'gives-capsules-up-for-frames': {tunnel: {takes: (carrier, before) => carrier === 'frame' || !before.has('frame')}},
  },
})

async function echoAll(rig: Rig, order: readonly Carrier[], signal: AbortSignal): Promise<Seen['mixed'][number]> {
  await using tunnel = await rig.openUdp(signal)
  const steps: Seen['mixed'][number][number][] = []
  for (const carrier of order) steps.push({carrier, answered: await tunnel.echo(signal, {carrier})})
  return steps
}

function isAnswered({answered}: Seen['mixed'][number][number]): boolean {
  return answered
}

function nameOf({carrier}: Seen['mixed'][number][number]): string {
  return carrier
}
