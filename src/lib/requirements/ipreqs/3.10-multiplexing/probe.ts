import {echoIn, echoPacket, isAnswered} from '../../../stimuli/echo-packet.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig, type RigConnection} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {concern, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {equal} from '../../../wire/bytes.js'
import requirement from './requirement.js'

interface TunnelSeen {
  readonly address: string | null
  /** An echo of its own came back to it, with all of them open. */
  readonly echoed: boolean
  /** Answers to echoes of others that came to it: their numbers. */
  readonly strays: readonly number[]
  /** The same once the first was closed; of the first null. */
  readonly after: boolean | null
  readonly ending: EndingSeen | null
}

interface Seen {
  readonly tunnels: readonly TunnelSeen[]
  /** Why there are not more of them; null: there are as many as were wanted. */
  readonly refusal: string | null
}

const WANTED = 4
const ATTEMPTS = 5

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const connection = await rig.connect(signal)
    const {tunnels, refusal} = await openAll(connection, signal)
    const [first, ...others] = tunnels
    if (!first) return {tunnels: [], refusal}
    const sources = await Promise.all(tunnels.map(tunnel => markedEchoes(rig, tunnel, signal)))
    const address = (tunnel: IpRig): string | null => tunnel.address(4) ?? tunnel.address(6) ?? null
    const seen = tunnels.map((tunnel, at) => ({
      address: address(tunnel),
      echoed: sources[at]?.answered ?? false,
      strays: strays(tunnel, at, sources),
    }))
    await first[Symbol.asyncDispose]()
    const after = await Promise.all(others.map(other => echoes(other, signal)))
    return {
      tunnels: seen.map((one, at) => {
        const ending = at === 0 ? null : (others[at - 1]?.ending() ?? null)
        return {...one, after: at === 0 ? null : (after[at - 1] ?? false), ending}
      }),
      refusal,
    }
  },
  judge({tunnels, refusal}) {
    const [first, ...others] = tunnels
    if (!first) return inconclusive(`no tunnel at all could be opened: ${refusal ?? 'nothing is known of why'}`)
    if (others.length === 0) return observed(`one IP tunnel on a connection, and not two: ${refusal ?? ''}`)
    const mixed = tunnels.findIndex(({strays}) => strays.length > 0)
    if (mixed >= 0) {
      const from = tunnels[mixed]?.strays.map(number => number + 1).join(', ') ?? ''
      return concern(`packets for tunnel ${from} came to tunnel ${mixed + 1} of ${tunnels.length} on one connection`)
    }
    const shared = tunnels.find(
      ({address}, at) => address !== null && tunnels.findIndex(one => one.address === address) < at,
    )
    if (shared) return concern(`two tunnels on one connection have the same address, ${shared.address ?? ''}`)
    if (!tunnels.every(({echoed}) => echoed)) {
      return inconclusive(
        `${tunnels.filter(({echoed}) => echoed).length} of ${tunnels.length} tunnels answered an echo`,
      )
    }
    const ended = others.find(({ending}) => ending?.by === 'peer')
    if (ended)
      return concern(`the end of one tunnel ended another on the same connection: ${ended.ending?.detail ?? ''}`)
    if (!others.every(({after}) => after)) {
      return inconclusive('a tunnel fell silent when another one was closed, which loss alone can explain')
    }
    const more = refusal === null ? '' : `; there are no more: ${refusal}`
    return pass(
      `${tunnels.length} tunnels side by side, apart from each other; the end of one left the others alone${more}`,
    )
  },
  silence: {tunnels: [], refusal: null},
  faults: {
    'everybody-hears-everything': {ip: {packets: {recipients: 'everybody'}}},
    'one-address-for-all': {ip: {addresses: {overlapping: true}}},
  },
})

interface Opened {
  readonly tunnels: readonly IpRig[]
  readonly refusal: string | null
}

async function openAll(connection: RigConnection, signal: AbortSignal): Promise<Opened> {
  const tunnels: IpRig[] = [await connection.openIp(signal)]
  try {
    while (tunnels.length < WANTED) tunnels.push(await connection.openIp(signal))
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return {tunnels, refusal: error.message}
  }
  return {tunnels, refusal: null}
}

interface Marked {
  readonly data: Uint8Array
  readonly answered: boolean
}

/** An echo that nobody else sent, often enough for one answer to come through. */
async function markedEchoes(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<Marked> {
  const [family] = await tunnel.ready(signal)
  const [source, destination] = family ? [tunnel.address(family), rig.place.ipTarget[family]] : []
  if (source === undefined || destination === undefined) return {data: new Uint8Array(0), answered: false}
  const echo = echoPacket({source, destination}, rig.random)
  const isOver = (): boolean => isAnswered(echo, tunnel.packets) || tunnel.ending() !== null
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.send(echo.packet)
    await rig.until(isOver, rig.patienceMs / 4, signal)
  }
  return {data: echo.data, answered: isAnswered(echo, tunnel.packets)}
}

function strays(tunnel: IpRig, own: number, all: readonly Marked[]): readonly number[] {
  const heard = tunnel.packets.flatMap(({bytes}) => echoIn(bytes, 'echo-reply')?.data ?? [])
  return all.flatMap(({data}, at) =>
    at !== own && data.length > 0 && heard.some(other => equal(other, data)) ? [at] : [],
  )
}
