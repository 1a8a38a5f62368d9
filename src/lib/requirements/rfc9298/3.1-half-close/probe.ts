import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

/** They are on their way when our direction ends, so that their answers come afterwards. */
const QUESTIONS = 5

interface Seen {
  readonly before: boolean
  /** Answers that came after our end had been sent. */
  readonly answersAfter: number
  readonly ending: EndingSeen | null
  /** From our end to that, or until nothing more was waited for. */
  readonly afterMs: number
  /** An echo on another tunnel came back at the end. */
  readonly beside: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const beside = await rig.openUdp(signal)
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal)
    if (!before) return {before, answersAfter: 0, ending: tunnel.ending(), afterMs: 0, beside: false}
    for (let count = 0; count < QUESTIONS; count++) {
      const question = tunnel.talk.question()
      if (question) await tunnel.send(question)
    }
    const answersBefore = tunnel.talk.answers
    const began = rig.clock.now()
    void tunnel.finish()
    const ending = await tunnel.ended(signal)
    const afterMs = Math.round(rig.clock.now() - began)
    const answersAfter = tunnel.talk.answers - answersBefore
    return {before, answersAfter, ending, afterMs, beside: await beside.echo(signal)}
  },
  judge({before, answersAfter, ending, afterMs, beside}) {
    if (!before) return inconclusive('no datagram was delivered before the end of our direction either')
    const answers = answersAfter > 0 ? 'answers on their way still came' : 'answers on their way did not come any more'
    if (ending?.by === 'peer') return observed(`the proxy ${inWords(ending)}; ${answers}`)
    if (ending) return inconclusive(`the tunnel was lost: ${ending.detail}`)
    if (answersAfter === 0 && !beside) {
      return inconclusive('neither an end nor a datagram came afterwards, and a tunnel beside it fell silent, too')
    }
    return observed(`the proxy left its direction open for ${afterMs} ms at least; ${answers}`)
  },
  silence: {before: false, answersAfter: 0, ending: null, afterMs: 0, beside: false},
  faults: {
    'resets-the-stream': {tunnel: {onClientFin: () => 'reset'}},
    'leaves-it-open': {tunnel: {onClientFin: () => 'nothing'}},
  },
})

function inWords({how, codeName, code}: EndingSeen): string {
  if (how === 'finished') return 'ended its direction as well'
  const name = codeName ?? code
  return `broke the tunnel off (${how}${name === null ? '' : `, ${name}`})`
}
