import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {concern, inconclusive, pass} from '../../../spec/verdict.js'
import {answerWords, isRefusal} from '../../../stimuli/odd-targets.js'
import {reads} from '../../../stimuli/other-words.js'
import requirement from './requirement.js'

/** RFC 6761: no proxy can be called that. */
const NOBODY = 'masque-check.invalid'
const SILENCE: Answer = {kind: 'silence', waitedMs: 0}

interface Seen {
  readonly control: Answer
  readonly foreign: Answer
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const control = await rig.ask({}, signal)
    return {control, foreign: control.kind === 'success' ? await rig.ask({authority: NOBODY}, signal) : SILENCE}
  },
  judge({control, foreign}) {
    if (control.kind !== 'success') return inconclusive(`for its own authority the proxy ${answerWords(control)}`)
    const told = `for the authority ${NOBODY} the proxy ${answerWords(foreign)}`
    if (foreign.kind === 'success') return concern(`${told}, though it cannot be called that`)
    return isRefusal(foreign) ? pass(told) : inconclusive(told)
  },
  silence: {control: SILENCE, foreign: SILENCE},
  faults: {'serves-any-name': reads((_, {authority}) => ({authority}))},
})
