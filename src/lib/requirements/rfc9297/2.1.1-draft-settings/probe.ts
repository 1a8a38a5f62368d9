import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {aftermathOf, closedByPeer, SETTINGS_BREACH} from '../../../stimuli/h3-breach.js'
import * as settings from '../../../wire/h3-settings.js'
import requirement from './requirement.js'

const CONNECT_PROTOCOL = {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n}

interface Offer {
  /** The one draft identifier that we sent; null: none. */
  readonly id: string | null
  /** Of a request after our SETTINGS were acknowledged; null: no answer. */
  readonly status: number | null
  /** Name of the code with which the proxy closed the connection. */
  readonly closed: string | null
}

interface Seen {
  /** Identifiers for datagrams that the proxy sends, with their values; null: no SETTINGS came. */
  readonly advertised: readonly string[] | null
  readonly offers: readonly Offer[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    let advertised: string[] | null = null
    const offers: Offer[] = []
    for (const id of [undefined, ...settings.DRAFT_DATAGRAM.keys()]) {
      const ours = [CONNECT_PROTOCOL, ...(id === undefined ? [] : [{id, value: 1n}])]
      await using raw = await rig.rawHttp3(signal, {settings: ours, quic: {logFrames: true}})
      if ((await raw.settled(signal)) && !advertised) advertised = datagramSettings(raw.peerSettings ?? [])
      const {ending, after: status} = await aftermathOf(rig, raw, SETTINGS_BREACH, signal)
      const closed = closedByPeer(ending)
      offers.push({
        id: id === undefined ? null : hex(id),
        status,
        closed: closed ? (closed.codeName ?? 'no code') : null,
      })
    }
    return {advertised, offers}
  },
  judge({advertised, offers}) {
    if (!advertised) return inconclusive('no SETTINGS came from the proxy')
    const [plain, ...drafts] = offers
    if (plain?.status === null || plain === undefined) {
      return inconclusive('the connection without a draft setting served no request')
    }
    return observed(`the proxy ${advertisedWords(advertised)}; ${toleranceWords(drafts)}`)
  },
  silence: {advertised: null, offers: []},
  faults: {
    'knows-only-a-draft': honest => ({
      wire: {
        settings: random =>
          honest.wire.settings(random).map(one => (one.id === settings.H3_DATAGRAM ? {...one, id: 0xffd277n} : one)),
      },
    }),
    'breaks-over-a-draft': {
      wire: {
        h3: {
          onHarmless: what => (what.kind === 'setting' && settings.DRAFT_DATAGRAM.has(what.id) ? 0x109n : undefined),
        },
      },
    },
  },
})

function datagramSettings(list: readonly settings.Setting[]): string[] {
  return list
    .filter(({id}) => id === settings.H3_DATAGRAM || settings.DRAFT_DATAGRAM.has(id))
    .map(({id, value}) => `${hex(id)} = ${value}`)
}

function advertisedWords(advertised: readonly string[]): string {
  if (advertised.length === 0) return 'advertises no setting for datagrams'
  const isDraftOnly = !advertised.some(text => text.startsWith('0x33 '))
  return `advertises ${advertised.join(', ')}${isDraftOnly ? ', which is of drafts only' : ''}`
}

function toleranceWords(drafts: readonly Offer[]): string {
  const closed = drafts.flatMap(({id, closed: code}) =>
    code === null ? [] : [`${id ?? ''} closes the connection (${code})`],
  )
  const mute = drafts.filter(({status, closed: code}) => status === null && code === null).map(({id}) => id ?? '')
  const served = drafts.filter(({status, closed: code}) => status !== null && code === null).map(({id}) => id ?? '')
  const parts = [
    ...closed,
    ...(mute.length > 0 ? [`with ${mute.join(', ')} no request was answered`] : []),
    ...(served.length > 0 ? [`requests are served with ${served.join(', ')}`] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no draft setting was tried'
}

function hex(id: bigint): string {
  return `0x${id.toString(16)}`
}
