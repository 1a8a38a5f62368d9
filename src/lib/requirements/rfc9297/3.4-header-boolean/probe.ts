import type {Answer} from '../../../spec/rig.js'
import type {Fault} from '../../../spec/probe.js'
import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {linesOf} from '../../../stimuli/refusals.js'
import requirement from './requirement.js'

/** The lines of the field. `isEarnest`: what to say is a matter of taste, and not of type or parameters. */
const VARIANTS = [
  {name: 'without the field', lines: [], isEarnest: true},
  {name: 'with ?1', lines: ['?1'], isEarnest: true},
  {name: 'with the Integer 1', lines: ['1'], isEarnest: false},
  {name: 'with the String "yes"', lines: ['"yes"'], isEarnest: false},
  {name: 'with ?1;foo=bar', lines: ['?1;foo=bar'], isEarnest: false},
  {name: 'with ?0', lines: ['?0'], isEarnest: true},
  {name: 'with the field twice', lines: ['?1', '?1'], isEarnest: false},
] as const
const USUAL = 'with ?1'

type Result = number | 'ended' | 'silence'

interface Seen {
  /** Each variant of the request, in order: a status, or what came in place of one. */
  readonly asked: readonly {readonly name: string; readonly result: Result; readonly opened: boolean}[]
  /** The good request once more. */
  readonly again: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const ask = (lines: readonly string[]): Promise<Answer> =>
      rig.ask({headers: [...lines.map(line => ['capsule-protocol', line] as const), ...rig.place.headers]}, signal)
    const asked: Seen['asked'][number][] = []
    for (const {name, lines} of VARIANTS) {
      const answer = await ask(lines)
      asked.push({name, result: resultOf(answer), opened: answer.kind === 'success'})
      // Nobody is there: the rest would be as silent.
      if (asked.every(({result}) => result === 'silence')) break
    }
    return {asked, again: asked.some(({opened}) => !opened) && (await ask(['?1'])).kind === 'success'}
  },
  judge({asked, again}) {
    const opens = (name: string): boolean => asked.some(one => one.name === name && one.opened)
    if (!opens(USUAL)) return inconclusive(`a request ${USUAL} opened no tunnel either`)
    const refused = asked.filter(({opened}) => !opened)
    if (refused.length === 0) return pass(`the tunnel opened with each of ${asked.length} variants of the field`)
    if (!again) return inconclusive('afterwards the good request opened no tunnel any more')
    const answered = refused.filter(({result}) => result !== 'silence')
    const wrong = answered.find(({name}) => VARIANTS.some(one => one.name === name && !one.isEarnest))
    if (wrong && opens('without the field')) {
      return fail('the tunnel opens as it does without the field', `a request ${wrong.name} ${inWords(wrong.result)}`)
    }
    const odd = answered.find(({name}) => VARIANTS.some(one => one.name === name && one.isEarnest))
    if (odd) return concern(`a request ${odd.name} ${inWords(odd.result)}, though the upgrade token says it all`)
    return inconclusive(`a request ${refused[0]?.name ?? ''} was not answered`)
  },
  silence: {asked: [], again: false},
  faults: {
    'refuses-other-types': refuses(lines => lines.some(line => line === '1' || line === '"yes"')),
    'refuses-parameters': refuses(lines => lines.some(line => line.includes(';'))),
    'refuses-lists': refuses(lines => lines.length > 1 || lines.some(line => line.includes(','))),
    'wants-the-field': refuses(lines => lines.length === 0),
    'takes-no-for-an-answer': refuses(lines => lines[0] === '?0'),
  },
})

function resultOf(answer: Answer): Result {
  if (answer.kind === 'success' || answer.kind === 'refused') return answer.status
  if (answer.kind === 'silence') return 'silence'
  return answer.ending.by === 'network' ? 'silence' : 'ended'
}

function inWords(result: Result): string {
  return typeof result === 'number' ? `was answered with ${result}` : 'was given up without an answer'
}

function refuses(which: (lines: readonly string[]) => boolean): Fault {
  const admit = (request: {readonly headers: Parameters<typeof linesOf>[0]}): {status: 400; headers: []} | undefined =>
    which(linesOf(request.headers, 'capsule-protocol')) ? {status: 400, headers: []} : undefined
  return {http: {admit}}
}
