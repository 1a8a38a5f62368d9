import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3Options} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {isSuccess, statusOf, tunnelFields} from '../../../stimuli/h3-requests.js'
import * as capsule from '../../../wire/capsule.js'
import {concat} from '../../../wire/bytes.js'
import * as settings from '../../../wire/h3-settings.js'
import {writeContext} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

const ASKED = 6
const CONNECT_PROTOCOL = {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n}
const AGREED = [CONNECT_PROTOCOL, {id: settings.H3_DATAGRAM, value: 1n}]
const VARIANTS: readonly (readonly [words: string, settings: RawHttp3Options['settings']])[] = [
  ['without H3_DATAGRAM in our SETTINGS', [CONNECT_PROTOCOL]],
  ['with H3_DATAGRAM = 0 in our SETTINGS', [CONNECT_PROTOCOL, {id: settings.H3_DATAGRAM, value: 0n}]],
  ['with our SETTINGS held back', 'none'],
]

interface Variant {
  readonly words: string
  readonly status: number | null
  /** How the target's answers came. */
  readonly frames: number
  readonly capsules: number
  /** Questions that reached the target; null: not known. */
  readonly reached: number | null
}

interface Seen {
  /** Of a request on a connection with H3_DATAGRAM = 1. */
  readonly usual: number | null
  readonly variants: readonly Variant[]
}

export default defineProbe<Seen>({
  requirement,
  // It breaks no rule, and Envoy 1.40 dies of it.
  provokes: true,
  async observe(rig, signal) {
    await using raw = await rig.rawHttp3(signal, {settings: AGREED})
    const exchange = await raw.request(tunnelFields(rig.place), signal)
    const usual = exchange ? statusOf(await exchange.answer(rig.timeoutMs, signal)) : null
    const variants: Variant[] = []
    if (!isSuccess(usual)) return {usual, variants}
    for (const [words, ours] of VARIANTS) variants.push({words, ...(await visit(rig, ours, signal))})
    return {usual, variants}
  },
  judge({usual, variants}) {
    if (!isSuccess(usual)) {
      return inconclusive(`no tunnel was opened even with H3_DATAGRAM = 1 (${usual ?? 'no answer'})`)
    }
    const hasty = variants.find(({frames}) => frames > 0)
    if (hasty) {
      return fail('no DATAGRAM frames before both sides agreed', `${hasty.words}, ${hasty.frames} DATAGRAM frames came`)
    }
    const refused = variants.find(({status}) => status !== null && !isSuccess(status))
    if (refused) return concern(`${refused.words}, the request for a tunnel was refused with ${refused.status ?? ''}`)
    const mute = variants.find(
      ({status, capsules, reached}) => isSuccess(status) && capsules === 0 && (reached ?? 0) > 0,
    )
    if (mute) {
      return concern(
        `${mute.words}, ${mute.reached ?? 0} questions reached the target, and answers came neither in frames nor in capsules`,
      )
    }
    const shown = variants.filter(({capsules}) => capsules > 0)
    // Who waits for SETTINGS before an answer sends nothing too early either.
    const open = variants.filter(({capsules, words, status}) => capsules === 0 && !(words === HELD && status === null))
    if (shown.length === 0 || open.length > 0) {
      return inconclusive('the proxy could not be shown to have had something to send on every connection')
    }
    return pass(`no DATAGRAM frames came: ${shown.map(({words}) => words).join(', ')} the answers were in capsules`)
  },
  silence: {usual: null, variants: []},
  faults: {
    'looks-at-quic-only': {wire: {h3: {mayUseFrames: () => true}}},
    'looks-at-its-own-setting': {wire: {h3: {mayUseFrames: ours => settings.value(ours, settings.H3_DATAGRAM) === 1n}}},
    'drops-them': {wire: {datagrams: 'frames'}},
  },
})

const HELD = 'with our SETTINGS held back'

async function visit(
  rig: Rig,
  ours: RawHttp3Options['settings'],
  signal: AbortSignal,
): Promise<Omit<Variant, 'words'>> {
  await using raw = await rig.rawHttp3(signal, ours === undefined ? {} : {settings: ours})
  const exchange = await raw.request(tunnelFields(rig.place), signal)
  const status = exchange ? statusOf(await exchange.answer(rig.timeoutMs, signal)) : null
  if (!exchange || !isSuccess(status)) return {status, frames: raw.datagrams.length, capsules: 0, reached: null}
  const talk = rig.talk()
  const capsules = (): Uint8Array[] => datagramCapsules(exchange.content())
  let read = 0
  const hasAnswer = (): boolean => {
    for (const payload of capsules().slice(read)) talk.hears(payload.subarray(1))
    read = capsules().length
    return talk.answers > 0 || raw.datagrams.length > 0
  }
  for (let asked = 0; asked < ASKED && !hasAnswer(); asked++) {
    const question = talk.question()
    const before = read
    if (question) await exchange.data(capsule.write(capsule.DATAGRAM, writeContext(0n, question)))
    await rig.until(() => hasAnswer() || read > before, rig.patienceMs / 2, signal)
  }
  hasAnswer()
  const reached = (await talk.reached(signal)) ?? null
  return {status, frames: raw.datagrams.length, capsules: read, reached}
}

/** Payloads of whole DATAGRAM capsules, in context 0 or another of one octet. */
function datagramCapsules(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  let current: Uint8Array[] | undefined
  for (const part of new capsule.Reader().push(bytes)) {
    if (part.part === 'header') current = part.header.type.value === capsule.DATAGRAM ? [] : undefined
    else if (part.part === 'value') current?.push(part.bytes.slice())
    else if (current) found.push(concat(...current))
  }
  return found
}
