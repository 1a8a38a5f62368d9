import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const REFUSALS = [401, 403, 404, 407]

interface Asked {
  /** null: no answer came. */
  readonly status: number | null
  readonly isSuccess: boolean
  /** Fields that say what credentials are wanted. */
  readonly challenges: readonly string[]
}

interface Seen {
  /** null: there are none. */
  readonly withCredentials: Asked | null
  readonly without: Asked
}

const NOTHING: Asked = {status: null, isSuccess: false, challenges: []}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connection = await rig.connection(signal)
    const ask = async (headers?: readonly (readonly [string, string])[]): Promise<Asked> => {
      const answer = await connection.ask(headers ? {headers} : {}, signal)
      if (answer.kind !== 'success' && answer.kind !== 'refused') return NOTHING
      const challenges = answer.headers.filter(([name]) => /^(www|proxy)-authenticate$/i.test(name))
      return {
        status: answer.status,
        isSuccess: answer.kind === 'success',
        challenges: challenges.map(([name, value]) => `${name.toLowerCase()}: ${value}`.slice(0, 200)),
      }
    }
    const withCredentials = rig.place.hasCredentials ? await ask() : null
    return {withCredentials, without: await ask([['capsule-protocol', '?1']])}
  },
  judge({withCredentials, without: {status, isSuccess, challenges}}) {
    if (withCredentials && !withCredentials.isSuccess) {
      return inconclusive(`the request fails with credentials as well (${withCredentials.status ?? 'no answer'})`)
    }
    if (status === null) return inconclusive('the request without credentials was not answered')
    if (isSuccess)
      return observed(`an open UDP proxy, as seen from here: a request without credentials was served (${status})`)
    if (status < 300) return inconclusive(`the request was answered with ${status}, which opens no tunnel here`)
    if ((status === 401 || status === 407) && challenges.length === 0) {
      return observed(
        `a request without credentials was refused with ${status}, but no challenge says which are wanted`,
      )
    }
    if (status === 401 || status === 407) {
      return pass(
        `a request without credentials was refused with ${status}, and ${JSON.stringify(challenges.join('; '))} says which are wanted`,
      )
    }
    if (!withCredentials)
      return inconclusive(
        `refused with ${status}, and there are no credentials to compare with: give them with --header`,
      )
    if (REFUSALS.includes(status)) return pass(`a request without credentials was refused with ${status}`)
    return observed(
      `a request without credentials was answered with ${status}, with credentials with ${withCredentials.status}`,
    )
  },
  silence: {withCredentials: null, without: NOTHING},
  faults: {
    'refuses-without-a-challenge': {http: {admit: () => ({status: 407, headers: []})}},
  },
})
