import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, notApplicable, pass, type Verdict} from '../../../spec/verdict.js'
import {worstOf} from '../../../stimuli/combine.js'
import {askHead, meaningOfH1, wordsOfH1} from '../../../stimuli/raw-asking-h1.js'
import {askFields, meaningOf, openStreams, wordsOf} from '../../../stimuli/raw-asking.js'
import requirement from './requirement.js'

type HeaderList = Rig['place']['headers']

interface Asked {
  /** As it is written; `good` is the control. */
  readonly port: string
  readonly isGood: boolean
  /** null: no final head came. */
  readonly status: number | null
  readonly headers: HeaderList
  /** "the proxy …" */
  readonly words: string
  /** It was given up instead of answered. */
  readonly isGivenUp: boolean
}

interface Seen {
  readonly asked: readonly Asked[]
}

const BAD_PORTS = ['', '0', '65536', 'https']
/** Statuses of who is no proxy for CONNECT. */
const NOT_SUPPORTED: readonly (number | null)[] = [404, 405, 501]
/** RFC 5737, where there is no target. */
const NOBODY = {host: '192.0.2.1', port: 9}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {host, port} = rig.place.target ?? NOBODY
    const name = host.includes(':') ? `[${host}]` : host
    const asked = [await ask(rig, name, String(port), true, signal)]
    for (const bad of BAD_PORTS) asked.push(await ask(rig, name, bad, false, signal))
    return {asked}
  },
  judge({asked}) {
    const good = asked.find(({isGood}) => isGood)
    const bad = asked.filter(({isGood}) => !isGood)
    const wrong = [...(good ? framing(good) : []), ...bad.flatMap(accepted)]
    if (wrong.length > 0) return worstOf(wrong)
    if (!good || (good.status === null && !good.isGivenUp)) return inconclusive('CONNECT was not answered')
    if (NOT_SUPPORTED.includes(good.status) || good.isGivenUp)
      return notApplicable(`CONNECT is not supported: the proxy ${good.words}`)
    if (!isSuccess(good)) return inconclusive(`CONNECT to a good port is refused too: the proxy ${good.words}`)
    const open = bad.find(({status, isGivenUp}) => status === null && !isGivenUp)
    if (open) return inconclusive(`CONNECT to port ${JSON.stringify(open.port)} was not answered`)
    return pass('bad ports are refused, and the success has no framing')
  },
  silence: {asked: []},
  faults: {
    'opens-to-any-port': {
      http: {
        admit: ({method, protocol}) =>
          method === 'CONNECT' && protocol === undefined ? {status: 200, headers: []} : undefined,
      },
    },
    'says-how-long': {
      http: {
        admit: ({method, protocol, authority}) => {
          if (method !== 'CONNECT' || protocol !== undefined) return undefined
          return /:[1-9]\d{0,4}$/.test(authority)
            ? {status: 200, headers: [['content-length', '0']]}
            : {status: 400, headers: []}
        },
      },
    },
  },
})

async function ask(rig: Rig, host: string, port: string, isGood: boolean, signal: AbortSignal): Promise<Asked> {
  const authority = `${host}:${port}`
  if (rig.http === '1.1') {
    const fields: HeaderList = [['Host', authority], ...rig.place.headers]
    const heard = await askHead(rig, {method: 'CONNECT', target: authority, version: '1.1', fields}, signal)
    const meaning = meaningOfH1(heard)
    const {status = null, headers = []} = heard.head ?? {}
    return {port, isGood, status, headers, words: wordsOfH1(meaning), isGivenUp: meaning.kind === 'closed'}
  }
  const raw = await openStreams(rig, signal)
  const fields: HeaderList = [
    [':method', 'CONNECT'],
    [':authority', authority],
    ...rig.place.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
  ]
  const heard = await askFields(rig, raw, fields, signal)
  const meaning = meaningOf(heard)
  const head = heard.answer?.kind === 'response' ? heard.answer : {status: null, headers: []}
  const isGivenUp = meaning.kind === 'reset' || meaning.kind === 'connection'
  return {port, isGood, status: head.status, headers: head.headers, words: wordsOf(meaning), isGivenUp}
}

function isSuccess({status}: Asked): boolean {
  return status !== null && status >= 200 && status < 300
}

function framing(asked: Asked): Verdict[] {
  if (!isSuccess(asked)) return []
  const found = asked.headers.map(([name]) => name.toLowerCase()).filter(name => FRAMING.includes(name))
  if (found.length === 0) return []
  return [fail('no framing in a success of CONNECT', `the ${asked.status} has ${found.join(' and ')}`)]
}

const FRAMING = ['content-length', 'transfer-encoding']

function accepted(asked: Asked): Verdict[] {
  if (!isSuccess(asked)) return []
  return [
    fail(
      'CONNECT to a bad port is refused',
      `to CONNECT with the port ${JSON.stringify(asked.port)} the proxy ${asked.words}`,
    ),
  ]
}
