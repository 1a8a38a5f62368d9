import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, TargetTalk} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {goodFields, udpWish} from '../../../stimuli/malformed-requests.js'
import {askRaw, echoBy, isSuccess, NOT_TOLD, sendFrame, type Told} from '../../../stimuli/raw-udp.js'
import requirement from './requirement.js'

const AHEAD = 5000
/** Through the open tunnel at the same pace, to know what is lost on the way. */
const COMPARED = 500
const AT_ONCE = 20
const EVERY_MS = 5

interface Seen {
  readonly frames: boolean
  readonly sent: number
  readonly told: Told
  readonly works: boolean
  /** Of those sent ahead at the target; null: not known. */
  readonly delivered: number | null
  readonly sentAfter: number
  readonly deliveredAfter: number | null
  readonly ending: EndingSeen | null
}

const NOTHING = {sent: 0, works: false, delivered: null, sentAfter: 0, deliveredAfter: null, ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const fields = goodFields(rig, udpWish(rig))
    const raw = await rig.rawHttp3(signal)
    await raw.settled(signal)
    const first = await askRaw(rig, raw, fields, signal)
    const frames = raw.maxDatagramBytes !== undefined
    if (first.exchange?.id === undefined || !isSuccess(first.told) || !frames)
      return {...NOTHING, frames, told: first.told}
    const [talk, ahead, after] = [rig.talk(), rig.talk(), rig.talk()]
    const id = first.exchange.id + 4n
    const sent = await pour(rig, raw, {id, talk: ahead, count: AHEAD}, signal)
    const second = await askRaw(rig, raw, fields, signal)
    const works = isSuccess(second.told) && (await echoBy(rig, raw, id, talk, signal))
    const sentAfter = works ? await pour(rig, raw, {id, talk: after, count: COMPARED}, signal) : 0
    await rig.sleep(rig.patienceMs, signal)
    const delivered = (await ahead.reached(signal)) ?? null
    const deliveredAfter = (await after.reached(signal)) ?? null
    return {frames, sent, told: second.told, works, delivered, sentAfter, deliveredAfter, ending: raw.ending()}
  },
  judge({frames, sent, told, works, delivered, sentAfter, deliveredAfter, ending}) {
    if (!frames && isSuccess(told)) return notApplicable('the proxy takes no DATAGRAM frames')
    if (ending?.by === 'peer')
      return fail(
        'the connection stays healthy',
        `after ${sent} datagrams ahead of a request the proxy closed the connection: ${ending.detail}`,
      )
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    if (!isSuccess(told)) return inconclusive(`no tunnel was opened behind the datagrams: ${told.what}`)
    if (!works) return inconclusive('the tunnel behind the datagrams carried nothing, which loss alone can explain')
    if (delivered === null || deliveredAfter === null)
      return inconclusive('the target does not count what reaches it: it must be a responder')
    if (sentAfter === 0 || deliveredAfter < sentAfter / 10)
      return inconclusive('too much is lost on the way to tell anything')
    const expected = (sent * deliveredAfter) / sentAfter
    const words = `${delivered} of ${sent} datagrams ahead of the request reached the target`
    if (delivered > 0.8 * expected) return fail('only so many are held', `${words}: no limit is to be seen`)
    if (delivered > 0.5 * expected) return inconclusive(`${words}, and the way lost much as well`)
    return pass(`${words}, and the connection stayed healthy`)
  },
  silence: {...NOTHING, frames: false, told: NOT_TOLD},
  faults: {
    'holds-them-all': {wire: {early: {kept: 1_000_000, onEarly: 'hold'}}},
    'gives-up-the-connection': {wire: {early: {kept: 32, onEarly: 'close-connection'}}},
  },
})

interface Pour {
  readonly id: bigint
  readonly talk: TargetTalk
  readonly count: number
}

async function pour(rig: Rig, raw: RawHttp3, {id, talk, count}: Pour, signal: AbortSignal): Promise<number> {
  let sent = 0
  for (let begun = 0; begun < count && raw.ending() === null; begun += AT_ONCE) {
    const questions = Array.from({length: AT_ONCE}, () => talk.question('none') ?? talk.question())
    const outcomes = await Promise.all(
      questions.map(async question => question !== undefined && sendFrame(raw, id, question)),
    )
    sent += outcomes.filter(Boolean).length
    await rig.sleep(EVERY_MS, signal)
  }
  return sent
}
