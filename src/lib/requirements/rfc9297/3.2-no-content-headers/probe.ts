import {successWith, withFields} from '../../../stimuli/faulty-response.js'
import {goodFields, goodHead, udpWish} from '../../../stimuli/malformed-requests.js'
import {hasVia, meaningOf, openStreams, tryFields, trialOf, wordsOf, type Trial} from '../../../stimuli/raw-asking.js'
import {askHead, linesOf, meaningOfH1, wordsOfH1, type HeardH1} from '../../../stimuli/raw-asking-h1.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

const NAMES = ['content-length', 'content-type', 'transfer-encoding']

/** One at a time. Over HTTP/2 and HTTP/3 Transfer-Encoding is another rule's matter. */
const REQUESTS = [
  {name: 'content-length: 5', field: ['content-length', '5'], onlyH1: false},
  {name: 'content-type: text/plain', field: ['content-type', 'text/plain'], onlyH1: false},
  {name: 'transfer-encoding: chunked', field: ['transfer-encoding', 'chunked'], onlyH1: true},
  {name: 'content-length: 0', field: ['content-length', '0'], onlyH1: false},
] as const
const HARMLESS = 'content-length: 0'

type Outcome = 'opened' | 'refused' | 'silence'

interface Tried {
  readonly name: string
  readonly outcome: Outcome
  /** What the proxy did. */
  readonly words: string
  /** Somebody in front of it says so, who may have removed the field. */
  readonly via: boolean
}

interface Seen {
  /** Of the good request. */
  readonly opened: boolean
  /** Fields of its answer that must not be there. */
  readonly found: readonly string[]
  readonly tried: readonly Tried[]
  /** The good request once more. */
  readonly again: boolean
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const usual = await rig.ask({}, signal)
    const isAnswer = usual.kind === 'success' || usual.kind === 'refused'
    // Over HTTP/1.1 a 2xx starts no tunnel, and may have content.
    const isOk = isAnswer && (rig.http === '1.1' ? usual.status === 101 : usual.status >= 200 && usual.status < 300)
    const found = isOk ? NAMES.filter(name => linesOf(usual.headers, name).length > 0) : []
    if (usual.kind !== 'success') return {opened: false, found, tried: [], again: false}
    const tried = rig.http === '1.1' ? await tryHeads(rig, signal) : await tryStreams(rig, signal)
    return {opened: true, found, tried, again: (await rig.ask({}, signal)).kind === 'success'}
  },
  judge({opened, found, tried, again}) {
    if (found.length > 0)
      return fail(`none of ${NAMES.join(', ')} on a success`, `the answer of success carries ${found.join(', ')}`)
    if (!opened) return inconclusive('the plain request opened no tunnel either')
    const accepted = tried.filter(({outcome}) => outcome === 'opened')
    const wrong = accepted.find(({name, via}) => name !== HARMLESS && !via)
    if (wrong)
      return fail(
        'a request with such a field is malformed',
        `to a request with ${wrong.name} the proxy ${wrong.words}`,
      )
    const [odd] = accepted
    if (odd)
      return concern(
        `to a request with ${odd.name} the proxy ${odd.words}${odd.via ? ', behind somebody who may have removed it' : ''}`,
      )
    if (!again) return inconclusive('afterwards the plain request opened no tunnel any more')
    const silent = tried.filter(({outcome}) => outcome === 'silence').map(({name}) => name)
    if (silent.length > 0) return inconclusive(`a request with ${silent.join(', or with ')} was not answered`)
    return pass(
      `no such field is on the answer, and requests with one are refused: ${tried.map(({name}) => name).join(', ')}`,
    )
  },
  silence: {opened: false, found: [], tried: [], again: false},
  faults: {
    'takes-such-requests': {http: {takesContentFields: () => true}},
    'takes-an-empty-length': {http: {takesContentFields: fields => fields.every(([, value]) => value === '0')}},
    'answers-with-a-type': successWith(withFields(['content-type', 'text/plain'])),
  },
})

async function tryStreams(rig: Rig, signal: AbortSignal): Promise<readonly Tried[]> {
  const good = goodFields(rig, udpWish(rig))
  const tried: Tried[] = []
  for (const {name, field, onlyH1} of REQUESTS) {
    if (onlyH1) continue
    // Each on a connection of its own: one that is closed for it is an answer to this request alone.
    const raw = await openStreams(rig, signal)
    const trial = trialOf(await tryFields(rig, raw, {name, fields: [...good, field], good}, signal))
    tried.push({name, outcome: outcomeOf(trial), words: wordsOf(meaningOf(trial)), via: hasVia(trial)})
    await raw[Symbol.asyncDispose]()
  }
  return tried
}

async function tryHeads(rig: Rig, signal: AbortSignal): Promise<readonly Tried[]> {
  const good = goodHead(rig, udpWish(rig))
  const tried: Tried[] = []
  for (const {name, field} of REQUESTS) {
    const heard = await askHead(rig, {...good, fields: [...good.fields, field]}, signal)
    const via = linesOf(heard.head?.headers ?? [], 'via').length > 0
    tried.push({name, outcome: outcomeOfH1(heard), words: wordsOfH1(meaningOfH1(heard)), via})
  }
  return tried
}

function outcomeOf(trial: Trial): Outcome {
  const {kind} = meaningOf(trial)
  if (kind === 'silence') return 'silence'
  return kind === 'accepted' ? 'opened' : 'refused'
}

function outcomeOfH1(heard: HeardH1): Outcome {
  const {kind} = meaningOfH1(heard)
  if (kind === 'silence') return 'silence'
  return kind === 'switched' ? 'opened' : 'refused'
}
