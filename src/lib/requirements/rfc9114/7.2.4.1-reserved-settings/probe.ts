import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, pass, type Verdict} from '../../../spec/verdict.js'
import {aftermathOf, closedByPeer, judgeBreach, SETTINGS_BREACH, type Aftermath} from '../../../stimuli/h3-breach.js'
import {H3} from '../../../wire/error-codes.js'
import {isReserved} from '../../../wire/h3-frame.js'
import * as settings from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

/** Of HTTP/2: ENABLE_PUSH. */
const HTTP2_ONLY = {id: 0x02n, value: 0n}
const RESERVED = new Set(['0x0', '0x2', '0x3', '0x4', '0x5'])
const CONNECTIONS = 3
const PLAIN = [
  {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
  {id: settings.H3_DATAGRAM, value: 1n},
]
const GREASE = [
  {id: 0x21n, value: 7n},
  {id: 0x40n, value: 0n},
]

/** After our SETTINGS were acknowledged. */
interface Served {
  readonly status: number | null
  /** Name of the code with which the proxy closed the connection. */
  readonly closed: string | null
}

interface Seen {
  /** Identifiers of the proxy's SETTINGS; null: none came. */
  readonly theirs: readonly string[] | null
  readonly plain: Served
  readonly greased: Served
  readonly forbidden: readonly Aftermath[]
}

const NOT_SERVED: Served = {status: null, closed: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {served: plain, theirs} = await visit(rig, PLAIN, signal)
    if (plain.status === null) return {theirs, plain, greased: NOT_SERVED, forbidden: []}
    const {served: greased} = await visit(rig, [...GREASE, ...PLAIN], signal)
    const forbidden: Aftermath[] = []
    for (let count = 0; count < CONNECTIONS; count++) {
      await using raw = await rig.rawHttp3(signal, {settings: [HTTP2_ONLY, ...PLAIN], quic: {logFrames: true}})
      forbidden.push(await aftermathOf(rig, raw, SETTINGS_BREACH, signal))
      if (forbidden.at(-1)?.after === null) break
    }
    return {theirs, plain, greased, forbidden}
  },
  judge({theirs, plain, greased, forbidden}) {
    if (theirs === null) return inconclusive('no SETTINGS came from the proxy')
    const sent = theirs.filter(id => RESERVED.has(id))
    if (sent.length > 0)
      return fail('no setting of HTTP/2', `the proxy sends ${sent.join(', ')}, which belongs to HTTP/2`)
    if (plain.status === null) return inconclusive('a connection with plain SETTINGS served no request either')
    if (greased.closed !== null) {
      return fail('unknown settings are ignored', `with settings 0x21 and 0x40 the proxy closed with ${greased.closed}`)
    }
    if (greased.status === null) return inconclusive('with settings 0x21 and 0x40 no request was answered')
    return judgedForbidden(
      forbidden,
      theirs.some(id => isReserved(BigInt(id))),
    )
  },
  silence: {theirs: null, plain: NOT_SERVED, greased: NOT_SERVED, forbidden: []},
  faults: {
    'sends-one-of-http2': honest => ({
      wire: {settings: random => [...honest.wire.settings(random), {id: 0x03n, value: 100n}]},
    }),
    'sends-no-grease': honest => ({
      wire: {settings: random => honest.wire.settings(random).filter(({id}) => !isReserved(id))},
    }),
    'stumbles-over-grease': {
      wire: {
        h3: {onHarmless: what => (what.kind === 'setting' && what.id === 0x21n ? H3.SETTINGS_ERROR : undefined)},
      },
    },
    'takes-one-of-http2': {wire: {h3: {onBreach: code => (code === H3.SETTINGS_ERROR ? undefined : code)}}},
    'with-another-code': {wire: {h3: {onBreach: () => H3.GENERAL_PROTOCOL_ERROR}}},
  },
})

async function visit(
  rig: Rig,
  ours: readonly settings.Setting[],
  signal: AbortSignal,
): Promise<{readonly served: Served; readonly theirs: string[] | null}> {
  await using raw = await rig.rawHttp3(signal, {settings: ours, quic: {logFrames: true}})
  const theirs = (await raw.settled(signal)) ? (raw.seen.settings ?? []).map(({id}) => id) : null
  const {ending, after} = await aftermathOf(rig, raw, SETTINGS_BREACH, signal)
  const closed = closedByPeer(ending)
  return {served: {status: after, closed: closed ? (closed.codeName ?? 'no code') : null}, theirs}
}

function judgedForbidden(forbidden: readonly Aftermath[], hasGrease: boolean): Verdict {
  const verdicts = forbidden.map(aftermath => judgeBreach(aftermath, 'H3_SETTINGS_ERROR', 'setting 0x02'))
  const last = verdicts.at(-1) ?? inconclusive('setting 0x02 was not sent')
  if (last.outcome === 'fail' && verdicts.length < CONNECTIONS) {
    return inconclusive(`setting 0x02 was let pass, but that was seen only ${verdicts.length} times`)
  }
  if (last.outcome !== 'pass') return last
  if (!hasGrease)
    return concern(`unknown settings are ignored, and ${last.because}; the proxy sends no GREASE setting itself`)
  return pass(`unknown settings are ignored, and ${last.because}`)
}
