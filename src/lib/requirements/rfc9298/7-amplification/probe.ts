import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {UdpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const PACKETS = 2000
/** Afterwards, to know what is lost on the way. */
const COMPARED = 200
/** A thousand in a second. */
const AT_ONCE = 10
const EVERY_MS = 10
/** What a handshake of QUIC or DTLS may need before it is answered. */
const HANDSHAKE = 10

interface Seen {
  readonly sent: number
  /** Of these at the target, while it had not answered; null: it does not say. */
  readonly reached: number | null
  readonly answered: boolean
  readonly sentAfter: number
  readonly reachedAfter: number | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const sent = await sendSilently(rig, tunnel, PACKETS, signal)
    const reached = await settledCount(rig, tunnel, signal)
    const answered = await tunnel.echo(signal, {attempts: 20})
    const before = (await tunnel.talk.reached(signal)) ?? 0
    const sentAfter = answered ? await sendSilently(rig, tunnel, COMPARED, signal) : 0
    const total = sentAfter > 0 ? await settledCount(rig, tunnel, signal) : null
    return {sent, reached, answered, sentAfter, reachedAfter: total === null ? null : total - before}
  },
  judge({sent, reached, answered, sentAfter, reachedAfter}) {
    if (sent === 0 || reached === null)
      return inconclusive('the target does not count what reaches it: it must be a responder')
    const limit = `${reached} of ${sent} packets reached a target that had not answered`
    const warning = reached <= HANDSHAKE ? ', fewer than a handshake may need' : ''
    if (!answered) {
      if (reached === 0) return inconclusive('nothing reached the target at all')
      return observed(`${limit}${warning}, and after them none, so it could not answer`)
    }
    if (reachedAfter === null || sentAfter === 0)
      return inconclusive('how much is lost on the way could not be measured')
    const expected = (sent * reachedAfter) / sentAfter
    if (reached >= 0.8 * expected) return observed('no limit was seen before the first answer of the target: ' + limit)
    return observed(`${limit}${warning}, and ${reachedAfter} of ${sentAfter} once it had answered`)
  },
  silence: {sent: 0, reached: null, answered: false, sentAfter: 0, reachedAfter: null},
  faults: {
    'gives-up-after-a-few': {egress: {maxUnanswered: 3}},
    'gives-up-after-a-thousand': {egress: {maxUnanswered: 1000}},
  },
})

async function sendSilently(rig: Rig, tunnel: UdpRig, packets: number, signal: AbortSignal): Promise<number> {
  let sent = 0
  for (let count = 0; count < packets && tunnel.ending() === null; count += AT_ONCE) {
    const questions = Array.from({length: AT_ONCE}, () => tunnel.talk.question('none'))
    const outcomes = await Promise.all(questions.map(async question => question && tunnel.send(question)))
    sent += outcomes.filter(outcome => outcome === 'accepted').length
    await rig.sleep(EVERY_MS, signal)
  }
  return sent
}

/** When it grows no more. */
async function settledCount(rig: Rig, {talk}: UdpRig, signal: AbortSignal): Promise<number | null> {
  let last = -1
  for (;;) {
    const count = await talk.reached(signal)
    if (count === undefined) return null
    if (count === last) return count
    last = count
    await rig.sleep(rig.patienceMs / 2, signal)
  }
}
