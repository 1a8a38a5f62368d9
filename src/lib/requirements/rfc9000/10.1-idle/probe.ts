import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {announcedBy, MAX_IDLE_TIMEOUT} from '../../../stimuli/announcements.js'
import requirement from './requirement.js'

/** What we announce here, so that the smaller of both values is known. */
const OURS_MS = 300_000
/** Below this, tunnels without traffic do not live long. */
const SHORT_MS = 30_000

interface Seen {
  /** In milliseconds; null: the proxy announces none. */
  readonly theirsMs: string | null
  readonly oursMs: number
  /** Transport parameters came at all. */
  readonly known: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    await using connection = await rig.connect(signal, {quic: {maxIdleMs: OURS_MS}})
    const {seen} = connection
    const known = seen.transportParameters !== undefined
    return {theirsMs: announcedBy(seen).parameter(MAX_IDLE_TIMEOUT), oursMs: OURS_MS, known}
  },
  judge({theirsMs, oursMs, known}) {
    if (!known) return inconclusive('the transport parameters of the proxy are not known')
    const theirs = Number(theirsMs ?? 0)
    if (theirs === 0) {
      const how =
        theirsMs === null ? 'the proxy announces no max_idle_timeout' : 'the proxy announces max_idle_timeout 0'
      return observed(`${how}: what the client announces applies, here ${seconds(oursMs)}`)
    }
    const applies = `the proxy announces ${seconds(theirs)}, so ${seconds(Math.min(theirs, oursMs))} apply to a client that announces ${seconds(oursMs)}`
    if (theirs >= SHORT_MS) return observed(applies)
    return observed(`${applies}: tunnels without traffic die early unless PING frames keep the connection`)
  },
  silence: {theirsMs: null, oursMs: OURS_MS, known: false},
  faults: {
    'does-not-wait': {wire: {quic: {idleTimeoutMs: 10_000}}},
    'waits-forever': {wire: {quic: {idleTimeoutMs: 0}}},
  },
})

function seconds(ms: number): string {
  return `${ms / 1000} s`
}
