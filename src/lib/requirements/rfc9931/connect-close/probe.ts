import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, notApplicable, pass} from '../../../spec/verdict.js'
import {hear, meaningOfH1, NOTHING_HEARD_H1, wordsOfH1, type HeardH1} from '../../../stimuli/raw-asking-h1.js'
import {concat} from '../../../wire/bytes.js'
import {writeRequest} from '../../../wire/h1-head.js'
import requirement from './requirement.js'

interface Seen {
  readonly connect: HeardH1
  /** What followed the answer to CONNECT: of the GET behind it, or nothing. */
  readonly pipelined: HeardH1
  /** How the connection ended; null: it did not. */
  readonly ending: EndingSeen | null
}

/** Nobody can be reached there: no proxy should open it (RFC 5737, and a port nobody has). */
const NOWHERE = '192.0.2.1:1'
const NOT_SUPPORTED: readonly number[] = [404, 405, 501]

/** Both in one segment, as when a client sends tunnel data before it has the answer. */
export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {authority, headers} = rig.place
    const raw = await rig.rawHttp1(signal)
    const connect = {method: 'CONNECT', target: NOWHERE, fields: [['Host', NOWHERE], ...headers] as const}
    const get = {method: 'GET', target: '/', fields: [['Host', authority], ...headers] as const}
    await raw.write(concat(writeRequest(connect), writeRequest(get)))
    const answer = await hear(rig, raw, signal)
    if (meaningOfH1(answer).kind !== 'error')
      return {connect: answer, pipelined: NOTHING_HEARD_H1, ending: raw.ending()}
    const next = await raw.head(rig.patienceMs, signal)
    const ending = next ? raw.ending() : await raw.ended(rig.patienceMs, signal)
    return {connect: answer, pipelined: {head: next ?? null, interim: [], ending: null}, ending}
  },
  judge({connect, pipelined, ending}) {
    const meaning = meaningOfH1(connect)
    const told = `CONNECT to a target that leads nowhere: the proxy ${wordsOfH1(meaning)}`
    if (meaning.kind !== 'error') return inconclusive(`${told}, which is no refusal to look behind`)
    const isSupported = !NOT_SUPPORTED.includes(meaning.status)
    const next = meaningOfH1(pipelined)
    if (next.kind === 'error' || next.kind === 'ordinary' || next.kind === 'switched') {
      if (!isSupported) return notApplicable(`${told}: it is no proxy for CONNECT`)
      return fail(
        'nothing behind a refused CONNECT is processed',
        `${told}, and to the GET behind it ${wordsOfH1(next)}`,
      )
    }
    if (ending !== null && ending.by !== 'network') return pass(`${told}, and closed the connection`)
    if (!isSupported) return notApplicable(`${told}: it is no proxy for CONNECT`)
    if (ending === null) return concern(`${told}, and kept the connection, though the GET behind it stays unanswered`)
    return inconclusive(`${told}, and the connection was lost`)
  },
  silence: {connect: NOTHING_HEARD_H1, pipelined: NOTHING_HEARD_H1, ending: null},
  faults: {
    'reads-on': {
      http: {
        care: {goesOnAfterConnect: true},
        admit: ({method, protocol}) =>
          method === 'CONNECT' && protocol === undefined ? {status: 403, headers: []} : undefined,
      },
    },
  },
})
