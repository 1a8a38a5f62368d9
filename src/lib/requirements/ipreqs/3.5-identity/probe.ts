import {askForIp, challengesIn} from '../../../stimuli/ip-request.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Asked {
  /** null: no answer came. */
  readonly status: number | null
  readonly isSuccess: boolean
  readonly challenges: readonly string[]
}

interface Seen {
  readonly hasTemplate: boolean
  /** Names of the fields of the user's that went with the request; null: there are no credentials. */
  readonly fields: readonly string[] | null
  readonly withThem: Asked | null
  readonly without: Asked
}

const NOTHING: Asked = {status: null, isSuccess: false, challenges: []}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connection = await rig.connection(signal)
    const ask = async (headers = rig.place.headers): Promise<Asked | undefined> => {
      const answer = await askForIp(rig, connection, signal, headers)
      if (!answer) return undefined
      const {status, isSuccess} = answer
      return {status, isSuccess, challenges: challengesIn(answer.headers)}
    }
    const {hasCredentials, headers} = rig.place
    const withThem = hasCredentials ? await ask() : undefined
    const without = await ask([])
    const fields = hasCredentials ? headers.map(([name]) => name.toLowerCase()) : null
    return {hasTemplate: without !== undefined, fields, withThem: withThem ?? null, without: without ?? NOTHING}
  },
  judge({hasTemplate, fields, withThem, without}) {
    if (!hasTemplate) return inconclusive('no template for IP tunnels is known: give one with --ip-template')
    if (without.status === null) return inconclusive('the request without an identity was not answered')
    if (without.isSuccess && withThem && !withThem.isSuccess) {
      return observed(
        `with ${names(fields)} the request is refused (${withThem.status ?? 'no answer'}), without it is served (${without.status})`,
      )
    }
    if (without.isSuccess) return pass(`no identity is wanted in fields of HTTP: served without (${without.status})`)
    const wanted =
      without.challenges.length > 0 ? `, which asks for ${JSON.stringify(without.challenges.join('; '))}` : ''
    if (withThem?.isSuccess) {
      return observed(`an identity goes into ${names(fields)}: without it the answer is ${without.status}${wanted}`)
    }
    if (wanted !== '') return observed(`an identity is asked for: the answer is ${without.status}${wanted}`)
    if (without.status >= 500 || without.status === 404) {
      return notApplicable(`IP tunnels are refused (${without.status}), and no identity is asked for`)
    }
    return inconclusive(`refused with ${without.status}: give credentials with --header to see whether they are wanted`)
  },
  silence: {hasTemplate: true, fields: null, withThem: null, without: NOTHING},
  faults: {
    'asks-for-a-name-and-password': {
      http: {admit: () => ({status: 407, headers: [['proxy-authenticate', 'Basic realm="masque"']]})},
    },
    'asks-for-a-token': {http: {admit: () => ({status: 401, headers: [['www-authenticate', 'Bearer']]})}},
  },
})

function names(fields: readonly string[] | null): string {
  return JSON.stringify((fields ?? []).join(', ').slice(0, 200))
}
