import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp1} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, TargetTalk} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {readContext} from '../../../stimuli/arrivals.js'
import {payloadCapsule} from '../../../stimuli/data-stream.js'
import {goodHead, udpWish} from '../../../stimuli/malformed-requests.js'
import {concat, fromLatin1, toLatin1} from '../../../wire/bytes.js'
import * as capsule from '../../../wire/capsule.js'
import {writeRequest} from '../../../wire/h1-head.js'
import requirement from './requirement.js'

/** Registered by nobody. */
const UNKNOWN = 0x2fe3n
const ATTEMPTS = 3
/** Beginning of an answer: no answer to an echo has it by chance. */
const RESPONSE = /HTTP\/1\.[01] [1-5][0-9]{2}/

interface Seen {
  /** Of the answer to the request for a tunnel; null: none came. */
  readonly status: number | null
  readonly before: boolean
  /** Behind a capsule with the text of a request in it. */
  readonly after: boolean
  /** How an answer began that came on the upgraded connection; null: none came. */
  readonly response: string | null
  /** Of the text of a request alone, on another connection; null: it was not tried. */
  readonly bare: {readonly response: string | null; readonly ending: EndingSeen | null} | null
}

const NOTHING: Seen = {status: null, before: false, after: false, response: null, bare: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const text = fromLatin1(`GET / HTTP/1.1\r\nHost: ${rig.place.authority}\r\n\r\n`)
    const talk = rig.talk()
    const {raw, status} = await upgrade(rig, signal)
    if (status !== 101) return {...NOTHING, status}
    const before = await canary(rig, raw, talk, signal)
    await raw.write(capsule.write(UNKNOWN, text))
    const after = before && (await canary(rig, raw, talk, signal))
    const second = await upgrade(rig, signal)
    if (second.status !== 101) return {status, before, after, response: responseIn(raw), bare: null}
    await second.raw.write(text)
    await rig.until(() => responseIn(second.raw) !== null || second.raw.ending() !== null, rig.patienceMs, signal)
    const bare = {response: responseIn(second.raw), ending: second.raw.ending()}
    return {status, before, after, response: responseIn(raw), bare}
  },
  judge({status, before, after, response, bare}) {
    if (status === null) return inconclusive('the request for a tunnel was not answered')
    if (status !== 101) return inconclusive(`no tunnel was opened: the answer was ${status}`)
    if (response !== null) {
      return observed(
        `a request inside a capsule was answered on the upgraded connection, with ${JSON.stringify(response)}: it can be smuggled`,
      )
    }
    const answered = bare?.response ?? null
    if (answered !== null) {
      return observed(
        `the text of a request on the upgraded connection was answered with ${JSON.stringify(answered)}: it can be smuggled`,
      )
    }
    if (!before) return inconclusive('no echo in a capsule came back before')
    if (!after) return inconclusive('no echo came back behind the capsule with the text of a request in it')
    return pass(`no answer to a request came on the upgraded connection; bare text ${endOf(bare)}`)
  },
  silence: NOTHING,
  faults: {
    'goes-on-taking-requests': {
      tunnel: {
        reading: {
          answers: piece =>
            toLatin1(piece).includes('GET / ')
              ? fromLatin1('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
              : undefined,
        },
      },
    },
  },
})

async function upgrade(
  rig: Rig,
  signal: AbortSignal,
): Promise<{readonly raw: RawHttp1; readonly status: number | null}> {
  const raw = await rig.rawHttp1(signal)
  await raw.write(writeRequest(goodHead(rig, udpWish(rig))))
  return {raw, status: (await raw.head(rig.timeoutMs, signal))?.status ?? null}
}

async function canary(rig: Rig, raw: RawHttp1, talk: TargetTalk, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const known = datagramsOf(raw).length
    const question = talk.question()
    if (!question) return false
    await raw.write(payloadCapsule(question))
    const heard = (): boolean =>
      datagramsOf(raw)
        .slice(known)
        .some(payload => talk.hears(payload))
    if (await rig.until(heard, rig.patienceMs / (ATTEMPTS - attempt + 1), signal)) return true
  }
  return false
}

/** Payloads of context 0 that came so far. */
function datagramsOf(raw: RawHttp1): readonly Uint8Array[] {
  const payloads: Uint8Array[] = []
  let parts: Uint8Array[] = []
  let isDatagram = false
  for (const part of new capsule.Reader().push(raw.content())) {
    if (part.part === 'header') {
      isDatagram = part.header.type.value === capsule.DATAGRAM
      parts = []
    } else if (part.part === 'value') parts.push(part.bytes.slice())
    else if (isDatagram) {
      const read = readContext(concat(...parts))
      if (read?.contextId === 0n) payloads.push(read.rest)
    }
  }
  return payloads
}

function responseIn(raw: RawHttp1): string | null {
  return RESPONSE.exec(toLatin1(raw.content()))?.[0] ?? null
}

function endOf(bare: Seen['bare']): string {
  if (!bare) return 'was not tried'
  return bare.ending ? `ended it: ${bare.ending.detail}` : 'was waited on for more'
}
