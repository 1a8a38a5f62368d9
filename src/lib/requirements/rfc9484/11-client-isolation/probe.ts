import {inWords} from '../../../stimuli/ask-by-packet.js'
import {echoIn, echoPacket} from '../../../stimuli/echo-packet.js'
import {errorsAbout, type IcmpErrorSeen} from '../../../stimuli/icmp-seen.js'
import {isAnswerTo, synPacket} from '../../../stimuli/tcp-syn.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {equal} from '../../../wire/bytes.js'
import type {Ends} from '../../../wire/ip/checksum.js'
import type {Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface ServiceSeen {
  readonly address: string
  readonly answered: boolean
  readonly errors: readonly IcmpErrorSeen[]
}

interface Seen {
  readonly control: boolean
  /** A packet of one session of ours came out of the other; null: they share no family. */
  readonly reached: boolean | null
  readonly errors: readonly IcmpErrorSeen[]
  readonly services: readonly ServiceSeen[]
}

/** Loopback, and where clouds tell a machine its secrets. */
const SERVICES: Readonly<Record<Family, readonly string[]>> = {
  4: ['127.0.0.1', '169.254.169.254'],
  6: ['::1', 'fd00:ec2::254'],
}
const ATTEMPTS = 3

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const [one, two] = [await rig.openIp(signal), await rig.openIp(signal)]
    const control = (await echoes(one, signal)) && (await echoes(two, signal))
    const nothing: Seen = {control, reached: null, errors: [], services: []}
    const families = await one.ready(signal)
    if (!control) return nothing
    const met = await meet(rig, one, two, families, signal)
    const services = families.flatMap(family => {
      const source = one.address(family)
      return source === undefined ? [] : SERVICES[family].map(destination => ({source, destination}))
    })
    const asked = await Promise.all(services.map(ends => knock(rig, one, ends, signal)))
    return {
      ...nothing,
      ...met,
      services: asked,
    }
  },
  judge({control, reached, errors, services}) {
    if (!control) return inconclusive('no packet crossed either tunnel')
    const between =
      reached === null
        ? 'two sessions of ours share no family'
        : reached
          ? 'a packet of one session of ours reached the other'
          : `between two sessions of ours nothing passed (${inWords(errors)} came back)`
    const local = services.map(one => `${one.address}: ${one.answered ? 'answered' : inWords(one.errors)}`)
    return observed([between, ...local].join('; '))
  },
  silence: {control: false, reached: null, errors: [], services: []},
  faults: {
    'lets-clients-speak': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'other-client' ? 'forward' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
  },
})

/** A single SYN: whoever is there says yes or no to it. */
async function knock(rig: Rig, tunnel: IpRig, ends: Ends, signal: AbortSignal): Promise<ServiceSeen> {
  const ports = {sourcePort: 49_152 + rig.random.integer(16_384), destinationPort: 80}
  const syn = synPacket(ends, ports)
  await tunnel.send(syn)
  const answered = (): boolean => tunnel.packets.some(({bytes}) => isAnswerTo(ends, ports, bytes))
  const errors = (): readonly IcmpErrorSeen[] => errorsAbout(tunnel.packets, syn)
  await rig.until(() => answered() || errors().length > 0, rig.patienceMs, signal)
  return {address: ends.destination, answered: answered(), errors: errors()}
}

/** From the first to the second: that it arrives is seen there, so nobody has to answer. */
async function meet(
  rig: Rig,
  one: IpRig,
  two: IpRig,
  families: readonly Family[],
  signal: AbortSignal,
): Promise<Pick<Seen, 'reached' | 'errors'>> {
  const family = families.find(of => two.address(of) !== undefined)
  const [source, destination] = family ? [one.address(family), two.address(family)] : []
  if (source === undefined || destination === undefined) return {reached: null, errors: []}
  const {packet, data} = echoPacket({source, destination}, rig.random)
  const hasArrived = (): boolean =>
    two.packets.some(({bytes}) => equal(echoIn(bytes, 'echo-request')?.data ?? new Uint8Array(0), data))
  const isOver = (): boolean => hasArrived() || errorsAbout(one.packets, packet).length > 0
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await one.send(packet)
    await rig.until(isOver, rig.patienceMs / ATTEMPTS, signal)
  }
  return {reached: hasArrived(), errors: errorsAbout(one.packets, packet)}
}
