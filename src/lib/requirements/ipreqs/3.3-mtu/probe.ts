import {echoPacket} from '../../../stimuli/echo-packet.js'
import {errorsAbout} from '../../../stimuli/icmp-seen.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {concat} from '../../../wire/bytes.js'
import type {Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Seen {
  readonly family: Family | null
  /** The largest packet that our side takes; 65535: capsules carry it. */
  readonly ourMtu: number
  readonly small: boolean
  /** Octets of the largest packet of `SIZES` whose echo came back; null: none. */
  readonly largest: number | null
  /** What is told of a packet that no link of Ethernet takes, sent in a capsule; null: nothing came. */
  readonly told: {readonly mtu: number | null; readonly from: string} | null
}

/** Of packets: the least that IPv6 needs, what tunnels leave of Ethernet, and all of it. */
const SIZES = [1500, 1400, 1280]
const TOO_BIG_BYTES = 2000
const HEADERS: Readonly<Record<Family, number>> = {4: 28, 6: 48}
const ATTEMPTS = 6
const NOTHING: Seen = {family: null, ourMtu: 0, small: false, largest: null, told: null}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const ready = await tunnel.ready(signal)
    const family = ready.includes(6) ? 6 : ready[0]
    if (family === undefined) return NOTHING
    // Connections find out by and by what fits.
    await rig.until(() => tunnel.ip.mtu >= 1400 || tunnel.ending() !== null, rig.patienceMs, signal)
    const small = await echoes(tunnel, signal, {family})
    const common = {family, ourMtu: tunnel.ip.mtu, small}
    if (!small) return {...common, largest: null, told: null}
    return {
      ...common,
      largest: await largestEcho(tunnel, family, signal),
      told: await complaint(rig, tunnel, family, signal),
    }
  },
  judge({family, ourMtu, small, largest, told}) {
    if (family === null) return inconclusive('there is no tunnel with an address and a route to a target')
    if (!small) return inconclusive('not even a small echo came back')
    const byEcho =
      largest === null
        ? `no echo of ${SIZES.at(-1)} octets or more came back (our side takes ${ourMtu})`
        : `echoes of up to ${largest} octets come back (our side takes ${ourMtu})`
    const words = told && `Packet Too Big from ${told.from} says ${told.mtu ?? 'no MTU'}`
    if (words !== null) return pass(`by Packet Too Big and echo: ${words}; ${byEcho}`)
    if (largest !== null)
      return observed(`by echo alone: ${byEcho}; a packet of ${TOO_BIG_BYTES} octets was met with silence`)
    return observed(`not at all: ${byEcho}, and a packet of ${TOO_BIG_BYTES} octets was met with silence`)
  },
  silence: NOTHING,
  faults: {
    'loses-what-is-large': {
      ip: {packets: {filters: ({bytes}, direction) => direction === 'up' && bytes.length >= 1280}},
    },
    'says-nothing-of-what-is-too-big': {
      ip: {packets: {filters: ({bytes}, direction) => direction === 'up' && bytes.length >= TOO_BIG_BYTES}},
    },
  },
})

async function largestEcho(tunnel: IpRig, family: Family, signal: AbortSignal): Promise<number | null> {
  for (const size of SIZES.filter(each => each <= tunnel.ip.mtu)) {
    if (await echoes(tunnel, signal, {family, dataBytes: size - HEADERS[family], attempts: ATTEMPTS})) return size
  }
  return null
}

/** In a capsule, as no frame of ours could carry it: so it is the proxy, or a link behind it, that cannot. */
async function complaint(rig: Rig, tunnel: IpRig, family: Family, signal: AbortSignal): Promise<Seen['told']> {
  const [source, destination] = [tunnel.address(family), rig.place.ipTarget[family]]
  if (source === undefined || destination === undefined) return null
  const {packet} = echoPacket({source, destination}, rig.random, {dataBytes: TOO_BIG_BYTES - HEADERS[family]})
  const found = () => errorsAbout(tunnel.packets, packet).find(({what}) => what === 'packet-too-big')
  const isOver = (): boolean => found() !== undefined || tunnel.ending() !== null
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.datagram(concat(Uint8Array.of(0), packet), 'capsule')
    await rig.until(isOver, attempt === ATTEMPTS ? rig.patienceMs / 2 : rig.patienceMs / 6, signal)
  }
  const error = found()
  return error ? {mtu: error.mtu, from: error.from} : null
}
