import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {fateOf, hostOf, leaveSilent, NOTHING_LEFT, type LeftSilent} from '../../../stimuli/left-silent.js'
import requirement from './requirement.js'

/** Far below two minutes: no socket may be idle as soon as that. */
const SILENCES_MS = [300, 1500, 4000]
const BUSY_EVERY_MS = 500

export default defineProbe<LeftSilent>({
  requirement,
  waitsMs: 6000,
  observe: (rig, signal) => leaveSilent(rig, SILENCES_MS, BUSY_EVERY_MS, signal),
  judge({tunnels, busy, isProxysOwn}) {
    if (!tunnels.some(({before}) => before)) return inconclusive('no datagram crossed the tunnels at all')
    const moved = tunnels.find(tunnel => fateOf(tunnel) === 'moved')
    if (moved) {
      const [first, last] = moved.sources
      const change = `after a gap of ${moved.silentMs} ms the tunnel came from ${last} instead of ${first}`
      if (hostOf(first ?? '') !== hostOf(last ?? '')) return concern(`${change}: another address, as of a pool`)
      if (!isProxysOwn) return inconclusive(`${change}, which a NAT between proxy and target can explain`)
      return fail('address and port stay as long as the stream is open', change)
    }
    if (!busy) return inconclusive('a busy tunnel beside them did not last either, or changed its port')
    const silent = tunnels.find(tunnel => fateOf(tunnel) === 'silent')
    if (silent) {
      return fail(
        'the socket stays open as long as the stream is',
        `after a gap of ${silent.silentMs} ms nothing crossed the tunnel any more, and the stream was still open`,
      )
    }
    const closed = tunnels.find(tunnel => fateOf(tunnel) === 'closed')
    if (closed)
      return inconclusive(`the proxy closed the stream within ${closed.silentMs} ms: ${closed.ending?.detail}`)
    if (tunnels.some(tunnel => fateOf(tunnel) !== 'kept')) return inconclusive('some of the tunnels were lost')
    return pass(`address and port stayed the same over gaps of ${tunnels.map(({silentMs}) => silentMs).join(', ')} ms`)
  },
  silence: NOTHING_LEFT,
  faults: {
    'opens-another-socket-after-two-seconds': {tunnel: {idleTimeoutMs: 2000, onIdle: () => 'renew-socket'}},
    'closes-the-socket-after-two-seconds': {tunnel: {idleTimeoutMs: 2000, onIdle: () => 'close-socket'}},
  },
})
