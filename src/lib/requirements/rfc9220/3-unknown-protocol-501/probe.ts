import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {answerWords, isRefusal} from '../../../stimuli/odd-targets.js'
import {reads} from '../../../stimuli/other-words.js'
import {UPGRADE_TOKEN} from '../../../tunnel/connect-udp.js'
import {toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface Seen {
  readonly control: Answer
  readonly unknown: Answer
  /** For information: the same path, for other tunnels. */
  readonly ip: Answer
  readonly ethernet: Answer
}

const SILENCE: Answer = {kind: 'silence', waitedMs: 0}
const TOKEN_BYTES = 6

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const control = await rig.ask({}, signal)
    if (control.kind !== 'success') return {control, unknown: SILENCE, ip: SILENCE, ethernet: SILENCE}
    const unknown = await rig.ask({protocol: `masque-${toHex(rig.random.bytes(TOKEN_BYTES))}`}, signal)
    const ip = await rig.ask({protocol: 'connect-ip'}, signal)
    return {control, unknown, ip, ethernet: await rig.ask({protocol: 'connect-ethernet'}, signal)}
  },
  judge({control, unknown, ip, ethernet}) {
    if (control.kind !== 'success') return inconclusive(`to a good request the proxy ${answerWords(control)}`)
    const told = `to a token that nobody knows the proxy ${answerWords(unknown)}`
    const others = `connect-ip: it ${answerWords(ip)}; connect-ethernet: it ${answerWords(ethernet)}`
    if (unknown.kind === 'refused' && unknown.status === 501) return pass(`${told}; ${others}`)
    if (unknown.kind === 'success' || isRefusal(unknown)) return fail('501 for a protocol that is not known', told)
    return inconclusive(told)
  },
  silence: {control: SILENCE, unknown: SILENCE, ip: SILENCE, ethernet: SILENCE},
  faults: {
    'answers-404': honest => ({
      http: {
        refuse: reason =>
          reason.kind === 'unknown-protocol' ? {status: 404, headers: []} : honest.http.refuse(reason),
      },
    }),
    'takes-anything-for-connect-udp': reads(() => ({protocol: UPGRADE_TOKEN})),
  },
})
