import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Way {
  /** null: this way is not to be had. */
  readonly sent: number | null
  readonly back: number
}

interface Seen {
  readonly byFrame: Way
  readonly byCapsule: Way
  /** How answers came. */
  readonly answeredBy: readonly string[]
  /** Of all questions, how many reached the target; null: it does not say. */
  readonly reached: number | null
}

const COUNT = 10
const NONE: Way = {sent: null, back: 0}

/** Each question is sent once: how many come back is what counts, and the target tells the two directions apart. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const way = async (carrier: 'frame' | 'capsule'): Promise<Way> => {
      if (carrier === 'frame' && tunnel.tunnel.maxPayloadBytes === undefined) return NONE
      const before = tunnel.talk.answers
      let sent = 0
      for (let index = 0; index < COUNT; index++) {
        const question = tunnel.talk.question()
        if (question && (await tunnel.send(question, {carrier})) === 'accepted') sent++
      }
      await rig.until(() => tunnel.talk.answers - before >= sent, rig.patienceMs, signal)
      return {sent, back: tunnel.talk.answers - before}
    }
    // The first may be asked to prove its address.
    await tunnel.echo(signal)
    const [byFrame, byCapsule] = [await way('frame'), await way('capsule')]
    const reached = (await tunnel.talk.reached(signal)) ?? null
    return {byFrame, byCapsule, answeredBy: [...tunnel.answeredBy].sort(), reached}
  },
  judge({byFrame, byCapsule, answeredBy, reached}) {
    const ways = [
      {name: 'frames', ...byFrame},
      {name: 'capsules', ...byCapsule},
    ].filter(({sent}) => sent !== null && sent > 0)
    if (ways.length === 0) return inconclusive('nothing could be sent into the tunnel')
    const words = ways.map(
      ({name, sent, back}) => `of ${sent} payloads by ${name} ${back > 0 ? 'echoes' : 'none'} came back`,
    )
    const told = `${words.join(', and ')}; answers came by ${answeredBy.join(' and ') || 'nothing'}`
    if (ways.every(({back}) => back > 0)) return pass(told)
    if (reached === null) return inconclusive(`${told}: without the target's word it is not known where they were lost`)
    if (ways.some(({back}) => back > 0)) return observed(told)
    if (reached > 0) return observed(`${told}, though the target was reached`)
    return inconclusive(`${told}, and nothing reached the target, which a filter on the way may explain`)
  },
  silence: {byFrame: NONE, byCapsule: NONE, answeredBy: [], reached: null},
  faults: {
    'loses-what-comes-back': {tunnel: {relay: (payload, towards) => (towards === 'client' ? 'drop' : payload)}},
  },
})
