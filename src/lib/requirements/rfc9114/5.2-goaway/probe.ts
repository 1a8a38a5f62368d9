import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {isSuccess, statusOf, tunnelFields} from '../../../stimuli/h3-requests.js'
import {concat} from '../../../wire/bytes.js'
import * as frame from '../../../wire/h3-frame.js'
import {Reader} from '../../../wire/tlv.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

const WATCH_MS = 10_000
const LOOKS = 5
/** draft-ietf-httpbis-wrap-up. */
const WRAP_UP = 0x272dda5en
/** More than any request has: a server that will go away, and does not say when. */
const ANY_REQUEST = varint.write(varint.MAX - 3n)

interface Seen {
  /** Of the request for the tunnel; null: no answer. */
  readonly status: number | null
  /** Whole seconds after the tunnel was opened, as far as they were looked at; null: it did not come. */
  readonly goawayAfterS: number | null
  readonly wrapUpAfterS: number | null
  readonly watchedS: number
  /** What became of the connection, and whether the tunnel was ended. */
  readonly ending: EndingSeen | null
  readonly over: boolean
}

const NOTHING: Seen = {status: null, goawayAfterS: null, wrapUpAfterS: null, watchedS: 0, ending: null, over: false}

export default defineProbe<Seen>({
  requirement,
  waitsMs: WATCH_MS,
  async observe(rig, signal) {
    const raw = await rig.rawHttp3(signal)
    const exchange = await raw.request(tunnelFields(rig.place), signal)
    const status = exchange ? statusOf(await exchange.answer(rig.timeoutMs, signal)) : null
    if (!exchange || !isSuccess(status)) return {...NOTHING, status}
    let seen = {...NOTHING, status}
    for (let look = 1; look <= LOOKS && !seen.over; look++) {
      const over = await exchange.over(WATCH_MS / LOOKS, signal)
      const watchedS = (look * WATCH_MS) / LOOKS / 1000
      seen = {
        status,
        watchedS,
        goawayAfterS: seen.goawayAfterS ?? (hasGoaway(raw) ? watchedS : null),
        wrapUpAfterS: seen.wrapUpAfterS ?? (hasType(exchange.content(), WRAP_UP) ? watchedS : null),
        ending: raw.ending(),
        over: over !== null,
      }
    }
    return seen
  },
  judge({status, goawayAfterS, wrapUpAfterS, watchedS, ending, over}) {
    if (!isSuccess(status)) {
      return inconclusive(
        status === null ? 'the request for a tunnel was not answered' : `no tunnel was opened (${status})`,
      )
    }
    const notices = [
      ...(goawayAfterS === null ? [] : [`GOAWAY within ${goawayAfterS} s`]),
      ...(wrapUpAfterS === null ? [] : [`WRAP_UP within ${wrapUpAfterS} s`]),
    ]
    const notice = notices.length > 0 ? `the proxy sent ${notices.join(' and ')}` : 'the proxy announced no end'
    if (ending && ending.by !== 'peer')
      return inconclusive(`${notice}, and then the connection was lost: ${ending.detail}`)
    if (ending) return observed(`${notice}, and within ${watchedS} s the connection ended: ${ending.detail}`)
    if (over) return observed(`${notice}, and it ended the tunnel within ${watchedS} s`)
    return observed(`${notice} in ${watchedS} s, and the tunnel was left open`)
  },
  silence: NOTHING,
  faults: {
    'goes-away': {wire: {h3: {control: list => [concat(list, frame.write(frame.GOAWAY, ANY_REQUEST))]}}},
    'wraps-up': {tunnel: {greeting: [{type: WRAP_UP, value: new Uint8Array(0)}]}},
  },
})

function hasGoaway({peerStreams}: RawHttp3): boolean {
  return peerStreams.some(({type, bytes}) => type === 'control' && hasType(bytes, frame.GOAWAY))
}

/** Frames and capsules are built alike. */
function hasType(bytes: Uint8Array, wanted: bigint): boolean {
  for (const part of new Reader().push(bytes)) {
    if (part.part === 'header' && part.header.type.value === wanted) return true
  }
  return false
}
