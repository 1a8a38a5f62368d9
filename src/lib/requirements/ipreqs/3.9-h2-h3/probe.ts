import {askForIp, NO_ANSWER} from '../../../stimuli/ip-request.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly hasTemplate: boolean
  /** Of the answer; null: none came. */
  readonly status: number | null
  readonly isSuccess: boolean
  /** In a tunnel: what HTTP Datagrams travel in, each way; empty: no answer to an echo came. */
  readonly sentIn: 'frame' | 'capsule' | null
  readonly cameIn: readonly ('frame' | 'capsule')[]
}

/** SETTINGS_H3_DATAGRAM (RFC 9297 section 5.1). */
const H3_DATAGRAM = 0x33n
const NOT_HERE = {status: 501, headers: []}
const NAMES = {'3': 'HTTP/3', '2': 'HTTP/2', '1.1': 'HTTP/1.1'} as const

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connection = await rig.connection(signal)
    const answer = await askForIp(rig, connection, signal)
    const {status, isSuccess} = answer ?? NO_ANSWER
    const known = {hasTemplate: answer !== undefined, status, isSuccess}
    if (!isSuccess) return {...known, sentIn: null, cameIn: []}
    const tunnel = await rig.openIp(signal)
    await echoes(tunnel, signal)
    const cameIn = tunnel.arrivals.flatMap(arrival => (arrival.kind === 'datagram' ? [arrival.carrier] : []))
    return {...known, sentIn: tunnel.tunnel.carrier, cameIn: [...new Set(cameIn)]}
  },
  judge({hasTemplate, status, isSuccess, sentIn, cameIn}, {http}) {
    const name = NAMES[http]
    if (!hasTemplate) return inconclusive('no template for IP tunnels is known: give one with --ip-template')
    if (status === null) return inconclusive(`a request for an IP tunnel over ${name} was not answered`)
    if (!isSuccess) return observed(`no IP tunnels over ${name}: a request was answered with ${status}`)
    if (http !== '3') return pass(`IP tunnels are to be had over ${name}, where UDP is blocked`)
    if (sentIn === 'capsule') return observed('IP tunnels over HTTP/3, but the proxy takes no DATAGRAM frames')
    if (cameIn.includes('capsule')) return observed('packets go out in DATAGRAM frames and come back in capsules')
    return cameIn.length > 0
      ? pass('IP tunnels over HTTP/3, with DATAGRAM frames both ways')
      : inconclusive('an IP tunnel over HTTP/3 with DATAGRAM frames was opened, but no packet came back')
  },
  silence: {hasTemplate: true, status: null, isSuccess: false, sentIn: null, cameIn: []},
  faults: {
    'has-no-fallback-over-tcp': {
      http: {admit: ({protocol}, {http}) => (http !== '3' && protocol === 'connect-ip' ? NOT_HERE : undefined)},
      over: ['2', '1.1'],
    },
    'answers-in-capsules': {wire: {datagrams: 'capsules'}, over: ['3']},
    'has-no-frames': honest => ({
      wire: {settings: random => honest.wire.settings(random).filter(({id}) => id !== H3_DATAGRAM)},
      over: ['3'],
    }),
  },
})
