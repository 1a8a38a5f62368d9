import {
  askConcealed,
  broken,
  differenceOf,
  isSteady,
  offeredTunnel,
  type ConcealedAnswer,
} from '../../../stimuli/concealed.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface TrialSeen {
  readonly wrong: string
  /** Alternating: without the field, and with it. */
  readonly without: readonly ConcealedAnswer[]
  readonly withIt: readonly ConcealedAnswer[]
}

interface Seen {
  readonly trials: readonly TrialSeen[]
}

const ALTERNATIONS = 3

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {request} = offeredTunnel(rig)
    const trials: TrialSeen[] = []
    for (const [wrong, field] of broken(rig.random)) {
      const [without, withIt]: [ConcealedAnswer[], ConcealedAnswer[]] = [[], []]
      for (let count = 0; count < ALTERNATIONS; count++) {
        without.push(await askConcealed(rig, undefined, signal, request))
        withIt.push(await askConcealed(rig, field, signal, request))
        // The first that agree will not become a difference that lasts.
        if (isSteady([...without, ...withIt])) break
      }
      trials.push({wrong, without, withIt})
    }
    return {trials}
  },
  judge({trials}) {
    const answered = trials.filter(({without, withIt}) => [...without, ...withIt].every(({status}) => status !== null))
    const [first] = answered
    const plain = first?.without[0]
    if (!plain) return inconclusive('requests without a credential and with a broken one were not both answered')
    const different = answered.find(({without, withIt}) => isStableDifference(without, withIt))
    if (different) {
      const [left, right] = [different.without[0] ?? plain, different.withIt[0] ?? plain]
      return fail(
        'a broken credential is answered as none at all',
        `a Concealed credential ${different.wrong}: the answers are ${differenceOf(left, right)}, ${ALTERNATIONS} times each`,
      )
    }
    const unsteady = answered.filter(({without, withIt}) => !isSteady([...without, ...withIt]))
    if (unsteady.length > 0) return inconclusive('answers to the same request differ among themselves')
    if (answered.length < trials.length)
      return inconclusive(`only ${answered.length} of ${trials.length} trials were answered`)
    if (plain.isSuccess) {
      return notApplicable(
        `tunnels are opened without credentials (${plain.status ?? ''}), and ${trials.length} broken ones change nothing`,
      )
    }
    return observed(
      `the same answer (${plain.status ?? ''}) without a credential and with ${trials.length} broken ones; whether good ones are taken could not be tried, as no key of ours is registered at the proxy`,
    )
  },
  silence: {trials: []},
  faults: {
    'calls-it-a-bad-request': {
      http: {
        admit: ({headers}) =>
          authorizationIn(headers).startsWith('Concealed') ? {status: 400, headers: []} : undefined,
      },
    },
    'takes-it-whatever-it-says': {
      http: {
        admit: ({headers}) =>
          authorizationIn(headers).startsWith('Concealed') ? undefined : {status: 404, headers: []},
      },
    },
    'says-which-parameter-is-wrong': {
      http: {
        admit: ({headers}) =>
          /^Concealed (?!k=)/.test(authorizationIn(headers)) ? {status: 404, headers: [['x-problem', 'k']]} : undefined,
      },
    },
  },
})

function isStableDifference(without: readonly ConcealedAnswer[], withIt: readonly ConcealedAnswer[]): boolean {
  if (without.length < ALTERNATIONS || withIt.length < ALTERNATIONS) return false
  return isSteady(without) && isSteady(withIt) && !isSteady([...without, ...withIt])
}

function authorizationIn(headers: readonly (readonly [name: string, value: string])[]): string {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
}
