import {payloadCapsule} from '../../../stimuli/data-stream.js'
import {goodFields, goodHead, udpWish, type TunnelWish} from '../../../stimuli/malformed-requests.js'
import {openStreams} from '../../../stimuli/raw-asking.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {TargetTalk} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {concat} from '../../../wire/bytes.js'
import {writeRequest} from '../../../wire/h1-head.js'
import {writeContext} from '../../../wire/http-datagram.js'
import * as varint from '../../../wire/varint.js'
import requirement from './requirement.js'

const QUESTIONS = 5

interface Seen {
  /** Of a request for a tunnel in a protocol that nobody knows, to the target; null: no status came. */
  readonly status: number | null
  /** Questions to the target on it that arrived there; null: it does not say. */
  readonly reached: number | null
  /** A good request was answered with a tunnel afterwards. */
  readonly again: boolean
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const talk = rig.talk()
    const wish = {...udpWish(rig), protocol: 'masque-test'}
    const status =
      rig.http === '1.1' ? await overHttp1(rig, wish, talk, signal) : await overStreams(rig, wish, talk, signal)
    if (status === null || status < 300) return {status, reached: null, again: false}
    const again = (await rig.ask({}, signal)).kind === 'success'
    return {status, reached: (await talk.reached(signal)) ?? null, again}
  },
  judge({status, reached, again}) {
    if (status === null) return inconclusive('a request in a protocol that nobody knows was not answered with a status')
    if (status < 300) return inconclusive(`a request in a protocol that nobody knows was answered with ${status}`)
    if (reached === null) return inconclusive('the target does not say what reached it')
    if (reached > 0)
      return observed(
        `a request was refused with ${status}, and ${reached} payloads on it reached the target all the same`,
      )
    if (!again) return inconclusive('afterwards no tunnel could be opened')
    return pass(`a request was refused with ${status}, and no payload on it reached the target`)
  },
  silence: {status: null, reached: null, again: false},
  faults: {
    'relays-what-it-refused': {http: {relaysRefused: true}},
  },
})

async function overStreams(rig: Rig, wish: TunnelWish, talk: TargetTalk, signal: AbortSignal): Promise<number | null> {
  const raw = await openStreams(rig, signal)
  const exchange = await raw.request(goodFields(rig, wish), signal)
  const answer = await exchange?.answer(rig.timeoutMs, signal)
  if (!exchange || answer?.kind !== 'response') return null
  for (const payload of questions(talk)) {
    await exchange.data(payloadCapsule(payload))
    if (!('datagram' in raw)) continue
    await raw.datagram(concat(varint.write((exchange.id ?? 0n) / 4n), writeContext(0n, payload)))
  }
  await exchange.over(rig.patienceMs, signal)
  return answer.status
}

async function overHttp1(rig: Rig, wish: TunnelWish, talk: TargetTalk, signal: AbortSignal): Promise<number | null> {
  const raw = await rig.rawHttp1(signal)
  await raw.write(writeRequest(goodHead(rig, wish)))
  const head = await raw.head(rig.timeoutMs, signal)
  for (const payload of questions(talk)) await raw.write(payloadCapsule(payload))
  await raw.ended(rig.patienceMs, signal)
  return head?.status ?? null
}

function questions(talk: TargetTalk): readonly Uint8Array[] {
  return Array.from({length: QUESTIONS}, () => talk.question()).filter(question => question !== undefined)
}
