import {
  askConcealed,
  differenceOf,
  isSame,
  isSteady,
  offeredTunnel,
  type ConcealedAnswer,
} from '../../../stimuli/concealed.js'
import {fitsItsOwnKey, signedByNobody} from '../../../stimuli/concealed-proof.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, notApplicable, observed} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface PairSeen {
  readonly what: string
  /** Alternating: without the field, and with it; where nobody answered, shorter. */
  readonly without: readonly ConcealedAnswer[]
  readonly withIt: readonly ConcealedAnswer[]
}

interface Seen {
  /** A request alone, one with a credential that the field makes good, and one for a path that does not exist. */
  readonly pairs: readonly PairSeen[]
}

const ALTERNATIONS = 3
const FIELD = 'concealed-auth-export'
const HIDDEN = {status: 404, headers: []}
const BAD = {status: 400, headers: []}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {request} = offeredTunnel(rig)
    const {field, exported} = signedByNobody(rig.random)
    const value = `:${Buffer.from(exported).toString('base64')}:`
    const path = `/${Buffer.from(rig.random.bytes(8)).toString('hex')}`
    const plans = [
      {what: 'a request without a credential', credential: undefined, change: request},
      {what: 'a credential that the field makes good', credential: field, change: request},
      {what: 'a path that does not exist', credential: undefined, change: {...request, path}},
    ]
    const pairs: PairSeen[] = []
    for (const plan of plans) pairs.push(await alternate(rig, value, plan, signal))
    return {pairs}
  },
  judge({pairs}) {
    const [plain, tried, nowhere] = pairs
    if (!plain || !tried || !nowhere || pairs.some(({without, withIt}) => ![...without, ...withIt].every(isAnswer))) {
      return inconclusive('requests with the field and without it were not all answered')
    }
    if ([...plain.without, ...tried.without].some(({isSuccess}) => isSuccess)) {
      return notApplicable('tunnels are opened without it, so nobody is let in by it')
    }
    const different = [plain, tried].filter(pair => !isSteady([...pair.without, ...pair.withIt]))
    const lasting = different.filter(
      ({without, withIt}) => without.length === ALTERNATIONS && isSteady(without) && isSteady(withIt),
    )
    const opened = lasting.find(({withIt}) => withIt[0]?.isSuccess === true)
    if (opened) return fail('the field of a client has no effect', `with ${opened.what}, ${wordsOf(opened)}`)
    if (lasting.length < different.length) return inconclusive('answers to the same request differ among themselves')
    const [first] = lasting
    if (!first) {
      return observed(
        `a ${FIELD} of ours changed no answer (${plain.without[0]?.status ?? ''}), even with a credential that it makes good; whether it would with a key that is registered at the proxy could not be tried`,
      )
    }
    if (isSameEffect(first, nowhere))
      return observed(`somebody refuses the field wherever it is, and nobody is let in by it: ${wordsOf(nowhere)}`)
    return concern(`the field of a client is not ignored: with ${first.what}, ${wordsOf(first)}`)
  },
  silence: {pairs: []},
  faults: {
    'lets-in-whoever-has-the-field': {http: {admit: ({headers}) => (valueOf(headers, FIELD) ? undefined : HIDDEN)}},
    // A backend that checks nothing but whether what it is given fits together.
    'checks-proofs-against-the-field': {
      http: {
        admit: ({headers}) => {
          const exported = Buffer.from(valueOf(headers, FIELD).replaceAll(':', ''), 'base64')
          return fitsItsOwnKey(valueOf(headers, 'authorization'), exported) ? undefined : HIDDEN
        },
      },
    },
    'complains-of-the-field': {
      http: {admit: ({path, headers}) => (path.includes('masque') && valueOf(headers, FIELD) ? BAD : HIDDEN)},
    },
  },
})

interface Plan {
  readonly what: string
  readonly credential: string | undefined
  readonly change: {readonly path: string}
}

/** Until they agree once: those will not become a difference that lasts. */
async function alternate(rig: Rig, value: string, plan: Plan, signal: AbortSignal): Promise<PairSeen> {
  const {what, credential, change} = plan
  const [without, withIt]: [ConcealedAnswer[], ConcealedAnswer[]] = [[], []]
  for (let count = 0; count < ALTERNATIONS; count++) {
    without.push(await askConcealed(rig, credential, signal, change))
    withIt.push(await askConcealed(rig, credential, signal, change, [[FIELD, value]]))
    if (isSteady([...without, ...withIt])) break
  }
  return {what, without, withIt}
}

function isAnswer({status}: ConcealedAnswer): boolean {
  return status !== null
}

/** On the path that does not exist it is answered in the same way. */
function isSameEffect({withIt}: PairSeen, nowhere: PairSeen): boolean {
  const [here, there] = [withIt[0], nowhere.withIt[0]]
  const isStable = nowhere.without.length === ALTERNATIONS && isSteady(nowhere.withIt)
  return isStable && here !== undefined && there !== undefined && isSame(here, there)
}

function wordsOf({without, withIt}: PairSeen): string {
  const [left, right] = [without[0], withIt[0]]
  if (!left || !right) return ''
  return `the answers without it and with it are ${differenceOf(left, right)}, ${without.length} times each`
}

function valueOf(headers: readonly (readonly [name: string, value: string])[], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''
}
