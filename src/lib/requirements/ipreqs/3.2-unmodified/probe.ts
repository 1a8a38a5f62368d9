import {headersQuoted, markedPacket, type HeaderSeen} from '../../../stimuli/marked-packet.js'
import {rewritten} from '../../../stimuli/rewritten.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import type {Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface FamilySeen {
  readonly family: Family
  /** It has an address and a target. */
  readonly isReady: boolean
  /** An ICMP echo came back with the data that it went with. */
  readonly echoed: boolean
  readonly sent: HeaderSeen | null
  /** The same packet, as the target quotes what reached it; null: it sent no error. */
  readonly quoted: HeaderSeen | null
}

interface Seen {
  readonly families: readonly FamilySeen[]
}

const ATTEMPTS = 4
const ECHO_DATA_BYTES = 600

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const ready = await tunnel.ready(signal)
    const families: FamilySeen[] = []
    for (const family of [4, 6] as const) {
      if (ready.includes(family)) families.push(await look(rig, tunnel, family, signal))
      else families.push({family, isReady: false, echoed: false, sent: null, quoted: null})
    }
    return {families}
  },
  judge({families}) {
    const through = families.filter(({echoed, quoted}) => echoed || quoted)
    if (through.length === 0) return inconclusive('no packet of either family came back')
    const changes = through.flatMap(changesOf)
    if (changes.length > 0) {
      return observed(`on the way to the responder, by the proxy or a router behind it: ${changes.join('; ')}`)
    }
    const [silent] = families.filter(({isReady, echoed, quoted}) => isReady && !echoed && !quoted)
    const carried = through.map(({family}) => `IPv${family}`).join(' and ')
    if (silent) return inconclusive(`${carried} crosses the tunnel, but nothing came back of IPv${silent.family}`)
    const [missing] = families.filter(({isReady}) => !isReady)
    if (missing)
      return observed(`only ${carried} could be tried: there is no address, route or target for IPv${missing.family}`)
    const compared = through.filter(({quoted}) => quoted)
    if (compared.length === 0)
      return pass(`ICMP echoes of ${carried} come back with the same data; no header was quoted`)
    const how = compared.map(({family}) => `IPv${family}`).join(' and ')
    return pass(`${carried} pass; the responder quotes headers of ${how} as they were sent, but for the hop limit`)
  },
  silence: {families: []},
  faults: {
    'clears-the-mark-of-congestion': {
      ip: {
        packets: {
          rewrites: (packet, direction) =>
            direction === 'up' ? rewritten(packet, () => ({4: {tos: 0}, 6: {trafficClass: 0}})) : packet,
        },
      },
    },
    'clears-df-and-the-flow-label': {
      ip: {
        packets: {
          rewrites: (packet, direction) =>
            direction === 'up' ? rewritten(packet, () => ({4: {flags: 0}, 6: {flowLabel: 0}})) : packet,
        },
      },
    },
    'carries-one-family-only': {
      ip: {addresses: {onOpen: () => [{family: 4, prefixLength: 32}], onRequest: () => 'refuse'}},
    },
  },
})

async function look(rig: Rig, tunnel: IpRig, family: Family, signal: AbortSignal): Promise<FamilySeen> {
  const [source, destination] = [tunnel.address(family), rig.place.ipTarget[family]]
  const echoed = await echoes(tunnel, signal, {family, dataBytes: ECHO_DATA_BYTES})
  if (source === undefined || destination === undefined) {
    return {family, isReady: false, echoed, sent: null, quoted: null}
  }
  const {packet, header} = markedPacket({source, destination}, rig.random)
  const quoted = (): HeaderSeen | undefined => headersQuoted(tunnel.packets, packet)
  const isOver = (): boolean => quoted() !== undefined || tunnel.ending() !== null
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.send(packet)
    await rig.until(isOver, attempt === ATTEMPTS ? rig.patienceMs / 2 : rig.patienceMs / 6, signal)
  }
  return {family, isReady: true, echoed, sent: header, quoted: quoted() ?? null}
}

function changesOf({family, sent, quoted}: FamilySeen): readonly string[] {
  if (!sent || !quoted) return []
  return (Object.keys(sent) as (keyof HeaderSeen)[])
    .filter(name => sent[name] !== quoted[name])
    .map(name => `${name} of IPv${family} was ${sent[name]} and became ${quoted[name]}`)
}
