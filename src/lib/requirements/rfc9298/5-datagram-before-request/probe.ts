import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish} from '../../../stimuli/malformed-requests.js'
import {askRaw, echoBy, isSuccess, NOT_TOLD, sendFrame, type Told} from '../../../stimuli/raw-udp.js'
import requirement from './requirement.js'

const EARLY = 5
const AHEAD_MS = 50
/** Answers that say that there are too many requests, or too few of something else. */
const BUSY = [429, 503]

interface Seen {
  /** DATAGRAM frames may be sent. */
  readonly frames: boolean
  /** A request with nothing ahead of it, and whether its tunnel worked. */
  readonly plain: Told
  readonly plainWorks: boolean
  readonly sentAhead: number
  /** That request. */
  readonly late: Told
  readonly lateWorks: boolean
  /** How many of those sent ahead reached the target; null: not known. */
  readonly held: number | null
  readonly ending: EndingSeen | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const fields = goodFields(rig, udpWish(rig))
    const raw = await rig.rawHttp3(signal)
    await raw.settled(signal)
    const frames = raw.maxDatagramBytes !== undefined
    const [talk, ahead] = [rig.talk(), rig.talk()]
    const first = await askRaw(rig, raw, fields, signal)
    const plainId = first.exchange?.id
    const plainWorks = plainId !== undefined && isSuccess(first.told) && (await echoBy(rig, raw, plainId, talk, signal))
    if (!frames || plainId === undefined || !plainWorks) {
      const ending = raw.ending()
      return {frames, plain: first.told, plainWorks, sentAhead: 0, late: NOT_TOLD, lateWorks: false, held: null, ending}
    }
    let sentAhead = 0
    for (let count = 0; count < EARLY; count++) {
      const question = ahead.question()
      if (question && (await sendFrame(raw, plainId + 4n, question))) sentAhead++
    }
    await rig.sleep(AHEAD_MS, signal)
    const second = await askRaw(rig, raw, fields, signal)
    const lateId = second.exchange?.id
    const lateWorks = lateId !== undefined && isSuccess(second.told) && (await echoBy(rig, raw, lateId, talk, signal))
    const held = (await ahead.reached(signal)) ?? null
    return {frames, plain: first.told, plainWorks, sentAhead, late: second.told, lateWorks, held, ending: raw.ending()}
  },
  judge({frames, plain, plainWorks, sentAhead, late, lateWorks, held, ending}) {
    if (!isSuccess(plain)) return inconclusive(`a request with nothing ahead of it fails as well: ${plain.what}`)
    if (!frames) return notApplicable('the proxy takes no DATAGRAM frames')
    if (!plainWorks) return inconclusive('no datagram crossed a tunnel with nothing ahead of it either')
    if (sentAhead === 0) return inconclusive('no datagram could be sent ahead')
    const harmless = 'datagrams ahead of their request do no harm'
    if (ending?.by === 'peer') return fail(harmless, `the proxy closed the connection: ${ending.detail}`)
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    if (late.kind === 'silence' || late.kind === 'not-sent')
      return inconclusive(`of the request behind them: ${late.what}`)
    if (BUSY.includes(late.status ?? 0))
      return inconclusive(`the request behind them was turned away with ${late.status}, perhaps for its number`)
    if (!isSuccess(late)) return fail(harmless, `the request behind them failed: ${late.what}`)
    if (!lateWorks)
      return inconclusive(
        'the request behind them was accepted, but its tunnel carried nothing, which loss alone can explain',
      )
    if (held === null) return pass('the request behind them was accepted, and its tunnel worked')
    return pass(
      `the request behind them was accepted, and its tunnel worked; ${held} of ${sentAhead} sent ahead reached the target`,
    )
  },
  silence: {
    frames: false,
    plain: NOT_TOLD,
    plainWorks: false,
    sentAhead: 0,
    late: NOT_TOLD,
    lateWorks: false,
    held: null,
    ending: null,
  },
  faults: {
    'closes-the-connection': {wire: {early: {kept: 32, onEarly: 'close-connection'}}},
    'refuses-the-request': {wire: {early: {kept: 32, onEarly: 'reset-request'}}},
  },
})
