import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {fateOf, leaveSilent, NOTHING_LEFT, type Left, type LeftSilent} from '../../../stimuli/left-silent.js'
import requirement from './requirement.js'

/** Two minutes, less what timers and the way take. */
const SILENT_MS = 118_000
const TUNNELS = 3
const BUSY_EVERY_MS = 10_000

export default defineProbe<LeftSilent>({
  requirement,
  waitsMs: SILENT_MS + 10_000,
  observe: (rig, signal) => leaveSilent(rig, Array<number>(TUNNELS).fill(SILENT_MS), BUSY_EVERY_MS, signal),
  judge({tunnels, busy, isProxysOwn}) {
    if (!tunnels.some(({before}) => before))
      return inconclusive('no datagram crossed the tunnels even before the silence')
    if (!busy) return inconclusive('a busy tunnel beside them did not last either, or changed its port')
    const fates = tunnels.map(fateOf)
    const count = (fate: (typeof fates)[number]): number => fates.filter(each => each === fate).length
    const seconds = SILENT_MS / 1000
    if (count('kept') === tunnels.length)
      return pass(`after ${seconds} s of silence all ${tunnels.length} tunnels forwarded as before`)
    if (count('closed') + count('silent') >= TUNNELS) {
      const what = [
        count('closed') > 0 ? `${count('closed')} were closed${detailOf(tunnels)}` : '',
        count('silent') > 0 ? `${count('silent')} stayed open and carried nothing any more` : '',
      ]
      return fail(
        `a silent tunnel is kept for two minutes`,
        `within ${seconds} s of silence, of ${tunnels.length} tunnels ${what.filter(Boolean).join(', and ')}`,
      )
    }
    if (count('moved') >= TUNNELS && isProxysOwn) {
      return fail('a silent tunnel keeps its port for two minutes', `after ${seconds} s of silence ${portsOf(tunnels)}`)
    }
    if (count('moved') > 0) return inconclusive(`${portsOf(tunnels)}, which a NAT between proxy and target can explain`)
    return inconclusive(
      `of ${tunnels.length} tunnels ${count('kept')} were kept, ${count('closed')} closed, and ${count('silent')} fell silent`,
    )
  },
  silence: NOTHING_LEFT,
  faults: {
    'closes-after-half-a-minute': {tunnel: {idleTimeoutMs: 30_000}},
    'forgets-the-socket-after-a-minute': {tunnel: {idleTimeoutMs: 60_000, onIdle: () => 'close-socket'}},
    'changes-the-port-after-a-minute': {tunnel: {idleTimeoutMs: 60_000, onIdle: () => 'renew-socket'}},
  },
})

function detailOf(tunnels: readonly Left[]): string {
  const detail = tunnels.find(({ending}) => ending)?.ending?.detail
  return detail === undefined ? '' : ` (${detail})`
}

function portsOf(tunnels: readonly Left[]): string {
  const moved = tunnels.filter(tunnel => fateOf(tunnel) === 'moved')
  return `${moved.length} tunnels came from elsewhere: ${moved.map(({sources}) => sources.join(', then ')).join('; ')}`
}
