import {templateOf} from '../../../stimuli/ask-ip.js'
import {askForIp, challengesIn} from '../../../stimuli/ip-request.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface TrialSeen {
  readonly credentials: string
  /** null: no answer came. */
  readonly status: number | null
  readonly isSuccess: boolean
  readonly challenges: readonly string[]
}

interface Seen {
  readonly hasTemplate: boolean
  /** `none` first, `those given` last, if there are any. */
  readonly trials: readonly TrialSeen[]
}

const NONE = 'none'
const GIVEN = 'those given'

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    templateOf(rig)
    const connection = await rig.connection(signal)
    const secret = Buffer.from(rig.random.bytes(18)).toString('base64')
    const wrong = (field: string, value: string) => ({
      credentials: `wrong ${field}`,
      headers: [[field, value]] as const,
    })
    const plans = [
      {credentials: NONE, headers: []},
      wrong('proxy-authorization', `Basic ${secret}`),
      wrong('authorization', `Basic ${secret}`),
      wrong('authorization', `Bearer ${secret}`),
      ...(rig.place.hasCredentials ? [{credentials: GIVEN, headers: rig.place.headers}] : []),
    ]
    const trials: TrialSeen[] = []
    for (const {credentials, headers} of plans) {
      const answer = await askForIp(rig, connection, signal, headers)
      if (!answer) return {hasTemplate: false, trials: []}
      const {status, isSuccess} = answer
      trials.push({credentials, status, isSuccess, challenges: challengesIn(answer.headers)})
    }
    return {hasTemplate: true, trials}
  },
  judge({hasTemplate, trials}) {
    if (!hasTemplate) return inconclusive('no template for IP tunnels is known: give one with --ip-template')
    const [none, ...others] = trials
    if (!none || trials.every(({status}) => status === null)) return inconclusive('no request was answered')
    const table = trials.map(inWords).join('; ')
    const given = others.find(({credentials}) => credentials === GIVEN)
    const wrong = others.filter(({credentials}) => credentials !== GIVEN)
    const taken = wrong.find(({isSuccess}) => isSuccess)
    if (none.isSuccess) {
      const isIgnored = wrong.every(({isSuccess}) => isSuccess)
      return isIgnored
        ? pass(`nobody need authenticate, and credentials are not looked at: ${table}`)
        : observed(`nobody need authenticate, but wrong credentials are refused: ${table}`)
    }
    if (taken) return observed(`credentials are wanted, and wrong ones are taken: ${table}`)
    if (!given) return inconclusive(`credentials are wanted (${table}): give right ones with --header`)
    return given.isSuccess
      ? observed(`only the credentials given are taken: ${table}`)
      : inconclusive(`the credentials given are refused as well: ${table}`)
  },
  silence: {hasTemplate: true, trials: []},
  faults: {
    'refuses-wrong-credentials-of-whom-it-would-serve': {
      http: {
        admit: ({headers}) =>
          hasAuthorization(headers) ? {status: 401, headers: [['www-authenticate', 'Bearer']]} : undefined,
      },
    },
    'takes-any-credentials': {
      http: {
        admit: ({headers}) =>
          hasAuthorization(headers) ? undefined : {status: 401, headers: [['www-authenticate', 'Basic']]},
      },
    },
  },
})

function hasAuthorization(headers: readonly (readonly [name: string, value: string])[]): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'authorization')
}

function inWords({credentials, status, challenges}: TrialSeen): string {
  const asks = challenges.length > 0 ? ` (${JSON.stringify(challenges.join('; '))})` : ''
  return `${credentials}: ${status ?? 'no answer'}${asks}`
}
