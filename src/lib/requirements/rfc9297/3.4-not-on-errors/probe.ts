import {refusalWith, withFields} from '../../../stimuli/faulty-response.js'
import {linesOf, provokeAnswers} from '../../../stimuli/refusals.js'
import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {parseItem} from '../../../wire/structured-field.js'
import requirement from './requirement.js'

interface Seen {
  /** Of answers with neither 101 nor 2xx: what was asked for, and the lines of the field as they came. */
  readonly refusals: readonly {readonly asked: string; readonly status: number; readonly lines: readonly string[]}[]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const answers = await provokeAnswers(rig, signal)
    const refusals = answers.filter(({status}) => status >= 300)
    return {
      refusals: refusals.map(({asked, status, headers}) => ({
        asked,
        status,
        lines: linesOf(headers, 'capsule-protocol'),
      })),
    }
  },
  judge({refusals}) {
    if (refusals.length === 0) return inconclusive('no request was refused with a status')
    const found = refusals.filter(({lines}) => lines.length > 0).map(seen => ({...seen, ...meaningOf(seen.lines)}))
    const wrong = found.find(({isTrue}) => isTrue)
    if (wrong) return fail('no Capsule-Protocol on a refusal', sentence(wrong))
    const [odd] = found
    if (odd) return concern(`${sentence(odd)}, which means the same as none`)
    return pass(`none of ${refusals.length} refusals carried Capsule-Protocol`)
  },
  silence: {refusals: []},
  faults: {
    'says-yes': refusalWith(withFields(['capsule-protocol', '?1'])),
    'says-no': refusalWith(withFields(['capsule-protocol', '?0'])),
  },
})

/** What is no Boolean counts as absent. */
function meaningOf(lines: readonly string[]): {readonly isTrue: boolean} {
  const parsed = parseItem(lines)
  return {isTrue: 'value' in parsed && parsed.value.value === true}
}

function sentence({asked, status, lines}: Seen['refusals'][number]): string {
  return `${asked} was refused with ${status} and Capsule-Protocol: ${JSON.stringify(lines.join(', '))}`
}
