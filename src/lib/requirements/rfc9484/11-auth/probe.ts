import {templateOf} from '../../../stimuli/ask-ip.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {isInPrefix} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

/** The status of an answer; 0: there was none. */
interface AnswerSeen {
  readonly status: number
  readonly accepted: boolean
}

interface Seen {
  /** CONNECT-IP, without any credentials. */
  readonly bare: AnswerSeen
  /** With those that were given; null: none were. */
  readonly authorised: AnswerSeen | null
  /** CONNECT-UDP, without any. */
  readonly udp: AnswerSeen
  /** No stranger reaches the proxy at this address. */
  readonly isLocal: boolean
}

const NONE: AnswerSeen = {status: 0, accepted: false}
const UNAUTHORISED: ReadonlySet<number> = new Set([401, 403, 407])
/** Of one's own host, of one's own network, and for documentation. */
const LOCAL: readonly (readonly [prefix: string, bits: number])[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['2001:db8::', 32],
]

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {headers, hasCredentials, nextDoor, authority} = rig.place
    const isLocal = nextDoor || isLocalAuthority(authority)
    const ip = templateOf(rig)
    const request = {protocol: 'connect-ip', path: ip.expand({})}
    const bareHeaders = [['capsule-protocol', '?1']] as const
    const bare = seen(await rig.ask({...request, headers: bareHeaders}, signal))
    const udp = seen(await rig.ask({headers: bareHeaders}, signal))
    const given = [...bareHeaders, ...headers]
    const authorised = hasCredentials ? seen(await rig.ask({...request, headers: given}, signal)) : null
    return {bare, authorised, udp, isLocal}
  },
  judge({bare, authorised, udp, isLocal}) {
    if (bare.status === 0) return inconclusive('a request for an IP tunnel without credentials was not answered')
    if (!bare.accepted) {
      const refused = `refused with ${bare.status} without credentials`
      if (authorised?.accepted) return pass(`${refused}, and accepted with them`)
      if (authorised) return inconclusive(`${refused}, and with those that were given as well (${authorised.status})`)
      if (UNAUTHORISED.has(bare.status)) return pass(refused)
      return inconclusive(`${refused}, which does not say that others would be let in: give credentials`)
    }
    const actual = `an IP tunnel without credentials was accepted with ${bare.status}`
    if (UNAUTHORISED.has(udp.status)) {
      return fail('the same for every tunnel', `${actual}, while one for UDP is refused with ${udp.status}`)
    }
    if (isLocal) return notApplicable(`${actual}, at an address that strangers do not reach`)
    return fail('only users who are authenticated', `${actual}; unless it knows this network, anybody may use it`)
  },
  silence: {bare: NONE, authorised: null, udp: NONE, isLocal: false},
  faults: {
    'looks-at-credentials-for-udp-only': {
      http: {admit: ({protocol}) => (protocol === 'connect-ip' ? undefined : {status: 407, headers: []})},
    },
  },
})

function seen(answer: Answer): AnswerSeen {
  const status = answer.kind === 'success' || answer.kind === 'refused' ? answer.status : 0
  return {status, accepted: answer.kind === 'success'}
}

/** Of a name nothing is known. */
function isLocalAuthority(authority: string): boolean {
  const host = /^\[(.*)\]/.exec(authority)?.[1] ?? authority.replace(/:\d+$/, '')
  if (host === 'localhost') return true
  if (!host.includes(':') && !/^\d+\.\d+\.\d+\.\d+$/.test(host)) return false
  return LOCAL.some(([prefix, bits]) => isInPrefix(host, prefix, bits))
}
