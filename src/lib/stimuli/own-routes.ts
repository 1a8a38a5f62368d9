/**
 * A ROUTE_ADVERTISEMENT of ours, right or wrong, each on a connection of its own, and whether the tunnel survives it. A
 * datagram may overtake the capsule: only an answer to what stands behind it in the stream shows that it was read.
 */
import type {Rig} from '../spec/rig.js'
import type {EndingSeen, IpRig} from '../spec/tunnel-rig.js'
import {concat} from '../wire/bytes.js'
import {TYPE, write, type IpRangeFields} from '../wire/connect-ip/route-advertisement.js'
import {echoPacket, isAnswered} from './echo-packet.js'
import {echoes} from './tries-echo.js'

export interface AdvertisedSeen {
  readonly name: string
  /** An echo came back before. */
  readonly before: boolean
  readonly ending: EndingSeen | null
  /** Of the echo that was sent behind it in the stream, if the tunnel had not ended by then. */
  readonly after: boolean
  /** Or of one that may have overtaken it. */
  readonly aside: boolean
}

/** One that nobody can object to. */
export const VALID = [{start: '198.51.100.192', end: '198.51.100.199', protocol: 0}] as const

const CONTEXT_ZERO = Uint8Array.of(0)
const ATTEMPTS = 5

export async function advertiseEach(
  rig: Rig,
  lists: Readonly<Record<string, readonly IpRangeFields[] | Uint8Array>>,
  signal: AbortSignal,
): Promise<readonly AdvertisedSeen[]> {
  return Promise.all(
    Object.entries(lists).map(async ([name, list]) => ({
      name,
      ...(await survives(rig, list instanceof Uint8Array ? list : write(list), signal)),
    })),
  )
}

async function survives(rig: Rig, value: Uint8Array, signal: AbortSignal): Promise<Omit<AdvertisedSeen, 'name'>> {
  const connection = await rig.connect(signal)
  const tunnel = await connection.openIp(signal)
  const before = await echoes(tunnel, signal)
  await tunnel.capsule(TYPE, value)
  const ending = await tunnel.ended(signal)
  const after = ending === null && (await echoInStream(rig, tunnel, signal))
  const aside = ending === null && !after && (await echoes(tunnel, signal))
  return {before, ending: ending ?? tunnel.ending(), after, aside}
}

/** Whether an echo that stands behind everything sent so far is answered: then all of that was read. */
export async function echoInStream(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<boolean> {
  const [family] = await tunnel.ready(signal)
  const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
  if (source === undefined || destination === undefined) return false
  const echo = echoPacket({source, destination}, rig.random)
  const isOver = (): boolean => tunnel.ending() !== null || isAnswered(echo, tunnel.packets)
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.datagram(concat(CONTEXT_ZERO, echo.packet), 'capsule')
    await rig.until(isOver, attempt === ATTEMPTS ? rig.patienceMs : rig.patienceMs / 4, signal)
  }
  return isAnswered(echo, tunnel.packets)
}

export interface SurvivalSummary {
  /** The names of those that did not cost the tunnel. */
  readonly accepted: readonly string[]
  readonly ended: readonly string[]
  /** Neither an end nor a sign of life behind it. */
  readonly undecided: readonly string[]
  /** Not ended, as far as that can be told: good enough for a control, and for no accusation. */
  readonly alive: readonly string[]
}

export function summarize(seen: readonly AdvertisedSeen[]): SurvivalSummary {
  const named = (is: (one: AdvertisedSeen) => boolean): string[] => seen.filter(is).map(({name}) => name)
  const isEnded = ({before, ending}: AdvertisedSeen): boolean => before && ending !== null && ending.by === 'peer'
  const isAccepted = ({before, ending, after}: AdvertisedSeen): boolean => before && ending === null && after
  return {
    accepted: named(isAccepted),
    ended: named(isEnded),
    undecided: named(one => !isEnded(one) && !isAccepted(one)),
    alive: named(one => isAccepted(one) || (one.before && one.ending === null && one.aside)),
  }
}
