import {
  askConcealed,
  differenceOf,
  isSame,
  isSteady,
  offeredTunnel,
  wellFormed,
  type ConcealedAnswer,
} from '../../../stimuli/concealed.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

type Method = 'tunnel' | 'GET'

interface ClassSeen {
  readonly what: string
  /** How many answers there were. */
  readonly count: number
  /** null: they differ among themselves, or there was none. */
  readonly answer: ConcealedAnswer | null
}

interface Seen {
  /** A tunnel is known to be there. */
  readonly isOffered: boolean
  readonly methods: readonly {readonly method: Method; readonly classes: readonly ClassSeen[]}[]
}

interface Plan {
  readonly what: string
  readonly path: string
  readonly credential: string | undefined
}

const ROUNDS = 20
/** Of those asked for, so many must have been answered. */
const ENOUGH = 10
const FORBIDDEN = {status: 403, headers: []}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {isOffered} = offeredTunnel(rig)
    const tunnel = await compare(rig, 'tunnel', signal)
    // Whoever serves everybody hides nothing.
    if (tunnel[0]?.answer?.isSuccess === true) return {isOffered, methods: [{method: 'tunnel', classes: tunnel}]}
    return {
      isOffered,
      methods: [
        {method: 'tunnel', classes: tunnel},
        {method: 'GET', classes: await compare(rig, 'GET', signal)},
      ],
    }
  },
  judge({isOffered, methods}) {
    const hidden = methods[0]?.classes[0]
    if (hidden?.answer?.isSuccess === true) {
      return notApplicable(
        `tunnels are opened without credentials (${hidden.answer.status ?? ''}), so there is nothing hidden`,
      )
    }
    if (!hidden || hidden.count < ENOUGH)
      return inconclusive(`only ${hidden?.count ?? 0} answers came on the path of the template`)
    const status = hidden.answer?.status
    if (status === 401 || status === 407) {
      return observed(
        `the path of the template asks for credentials (${status}), which tells everybody that it is there`,
      )
    }
    for (const {method, classes} of methods) {
      const different = differenceIn(method, classes)
      if (different !== undefined) {
        return concern(`if the proxy is meant to be hidden, it can be found: ${different}`)
      }
    }
    if (methods.some(({classes}) => classes.some(({count, answer}) => count < ENOUGH || answer === null))) {
      return inconclusive('answers on one path differ among themselves, or too few came')
    }
    if (!isOffered) {
      return observed(
        `the path of the template is answered like one that does not exist (${status ?? ''}), and whether there is a proxy is not known: give credentials with --header`,
      )
    }
    return pass(
      `the path of the template is answered like one that does not exist (${status ?? ''}), with and without a credential`,
    )
  },
  silence: {isOffered: true, methods: []},
  faults: {
    'forbids-what-it-hides': {http: {admit: ({path}) => (path.includes('masque') ? FORBIDDEN : undefined)}},
    'refuses-the-path-alone': {
      http: {admit: ({path}) => (path.includes('masque') ? {status: 405, headers: [['allow', 'CONNECT']]} : undefined)},
    },
    'knows-the-scheme-there': {
      http: {
        admit: ({path, headers}) => {
          if (!path.includes('masque')) return {status: 404, headers: []}
          const isTried = headers.some(([name]) => name.toLowerCase() === 'authorization')
          return {status: isTried ? 400 : 404, headers: []}
        },
      },
    },
  },
})

/** Interleaved, so that what changes with time changes all of them. */
async function compare(rig: Rig, method: Method, signal: AbortSignal): Promise<readonly ClassSeen[]> {
  const plans = plansFor(rig)
  const {request} = offeredTunnel(rig)
  const answers = plans.map((): ConcealedAnswer[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, {path, credential}] of plans.entries()) {
      const change = method === 'GET' ? {...request, method, protocol: undefined, path} : {...request, path}
      const answer = await askConcealed(rig, credential, signal, change)
      if (answer.status !== null) answers[at]?.push(answer)
    }
    // Served at once, or nobody there: more of it tells nothing more.
    if (answers[0]?.[0]?.isSuccess === true) break
    if (answers.every(({length}) => length === 0)) break
  }
  return plans.map(({what}, at) => {
    const own = answers[at] ?? []
    return {what, count: own.length, answer: isSteady(own) ? (own[0] ?? null) : null}
  })
}

function plansFor(rig: Rig): readonly Plan[] {
  const {path} = offeredTunnel(rig).request
  const random = Buffer.from(rig.random.bytes(path.length))
    .toString('hex')
    .slice(0, Math.max(1, path.length - 1))
  const credential = wellFormed(rig.random)
  return [
    {what: 'the path of the template', path, credential: undefined},
    {what: 'the same with a credential of nobody', path, credential},
    {what: 'a path that does not exist', path: `/${random}`, credential: undefined},
    {what: 'that path with the credential', path: `/${random}`, credential},
  ]
}

/** Against the path that does not exist, asked in the same way; undefined: none that is stable. */
function differenceIn(method: Method, [plain, tried, nowhere, nowhereTried]: readonly ClassSeen[]): string | undefined {
  for (const [here, there] of [[plain, nowhere] as const, [tried, nowhereTried] as const]) {
    if (!here?.answer || !there?.answer || here.count < ENOUGH || there.count < ENOUGH) continue
    if (isSame(here.answer, there.answer)) continue
    const asked = method === 'GET' ? 'by GET' : 'by requests for a tunnel'
    return `asked ${asked}, ${here.what} and ${there.what} are answered by ${differenceOf(here.answer, there.answer)}, ${here.count} and ${there.count} times`
  }
  return undefined
}
