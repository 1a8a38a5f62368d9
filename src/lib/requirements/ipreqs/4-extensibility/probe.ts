import {askForIp} from '../../../stimuli/ip-request.js'
import {echoInStream} from '../../../stimuli/own-routes.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface CapsuleSeen {
  readonly type: string
  /** Of the echo that was sent behind it in the stream. */
  readonly after: boolean
  readonly ending: EndingSeen | null
}

interface Seen {
  /** An echo came back before. */
  readonly before: boolean
  readonly capsules: readonly CapsuleSeen[]
  /** Of an answer to a request with fields that nobody knows; null: none came. */
  readonly status: number | null
  readonly isSuccess: boolean
}

/** Reserved so that receivers get used to what they do not know (RFC 9297 section 5.4), and others nobody registered. */
const TYPES = [0x17n, 0x29n * 1000n + 0x17n, 0x2f2f2fn, 0x3f3f3f3f3f3f3f3fn]
const VALUE_BYTES = 40
const UNKNOWN_FIELDS = [
  ['masque-test-extension', '1;please=ignore'],
  ['x-masque-test', 'yes'],
] as const

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const capsules: CapsuleSeen[] = []
    for (const type of before ? TYPES : []) {
      await tunnel.capsule(type, rig.random.bytes(VALUE_BYTES))
      const after = await echoInStream(rig, tunnel, signal)
      capsules.push({type: `0x${type.toString(16)}`, after, ending: tunnel.ending()})
      if (tunnel.ending()) break
    }
    const connection = await rig.connection(signal)
    const answer = before
      ? await askForIp(rig, connection, signal, [...UNKNOWN_FIELDS, ...rig.place.headers])
      : undefined
    return {before, capsules, status: answer?.status ?? null, isSuccess: answer?.isSuccess ?? false}
  },
  judge({before, capsules, status, isSuccess}) {
    if (!before) return inconclusive('no tunnel carried packets even without anything unknown')
    const ended = capsules.find(({ending}) => ending?.by === 'peer')
    if (ended)
      return observed(`the proxy ended the tunnel upon capsule type ${ended.type}: ${ended.ending?.detail ?? ''}`)
    if (status !== null && !isSuccess) {
      return observed(`the same request with two unknown fields was answered with ${status}`)
    }
    const silent = capsules.find(({after}) => !after)
    if (silent) return inconclusive(`the tunnel fell silent behind capsule type ${silent.type}, which loss can explain`)
    if (status === null) return inconclusive('the request with unknown fields was not answered')
    const types = capsules.map(({type}) => type).join(', ')
    return pass(`unknown fields in a request and capsules of types ${types} were put up with`)
  },
  silence: {before: false, capsules: [], status: null, isSuccess: false},
  faults: {
    'gives-up-at-capsules-it-does-not-know': {
      ip: {session: {onCapsule: type => (type > 3n ? 'abort' : 'take')}},
    },
    'permits-known-fields-only': {
      http: {
        admit: ({headers}) =>
          headers.some(([name]) => name.startsWith('masque-test')) ? {status: 400, headers: []} : undefined,
      },
    },
  },
})
