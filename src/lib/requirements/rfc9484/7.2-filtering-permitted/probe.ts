import {askByPacket} from '../../../stimuli/ask-by-packet.js'
import {errorsAbout} from '../../../stimuli/icmp-seen.js'
import {isAnswerTo, synPacket} from '../../../stimuli/tcp-syn.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {Cursor} from '../../../wire/cursor.js'
import {chain, options as extensionOptions} from '../../../wire/ip/extensions.js'
import * as ip from '../../../wire/ip/packet.js'
import {family as familyOf, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface KindSeen {
  readonly what: string
  /** It arrived, or somebody answered it; null: nobody could have told. */
  readonly passed: boolean | null
}

interface Seen {
  readonly control: boolean
  readonly families: readonly {readonly family: Family; readonly kinds: readonly KindSeen[]}[]
}

interface Ends {
  readonly source: string
  readonly destination: string
}

/** For experiments (RFC 3692): a host says that it does not know it. */
const UNKNOWN_PROTOCOL = 253
const SMALL = 24
const LARGE = 1000
const ATTEMPTS = 3
/** RFC 791: does nothing. */
const NO_OPERATION = Uint8Array.of(1, 1, 1, 1)
const DESTINATION_OPTIONS = 60

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const control = await echoes(tunnel, signal)
    const families = (await tunnel.ready(signal)).map(async family => {
      const [source = '', destination = ''] = [tunnel.address(family), rig.place.ipTarget[family]]
      return {family, kinds: await profile(rig, tunnel, {source, destination}, signal)}
    })
    return {control, families: await Promise.all(families)}
  },
  judge({control, families}) {
    const told = families.filter(({kinds}) => kinds.some(({passed}) => passed))
    if (!control && told.length === 0) return inconclusive('nothing at all crossed the tunnel')
    return observed(families.map(({family, kinds}) => `IPv${family}: ${kinds.map(inWords).join(', ')}`).join('; '))
  },
  silence: {control: false, families: []},
  faults: {
    'filters-tcp': {ip: {packets: {filters: ({protocol}) => protocol === ip.PROTOCOL.TCP}}},
    'filters-what-has-options': {
      ip: {
        packets: {
          filters: ({bytes, family}) => (family === 4 ? (bytes[0] ?? 0) > 0x45 : bytes[6] === DESTINATION_OPTIONS),
        },
      },
    },
  },
})

async function profile(rig: Rig, tunnel: IpRig, ends: Ends, signal: AbortSignal): Promise<readonly KindSeen[]> {
  const same = (packet: Uint8Array): Uint8Array => packet
  const syn = (port: number): Promise<boolean> => {
    const ports = {sourcePort: 49_152 + rig.random.integer(16_384), destinationPort: port}
    return answered(rig, tunnel, synPacket(ends, ports), bytes => isAnswerTo(ends, ports, bytes), signal)
  }
  const experiment = packet(ends, UNKNOWN_PROTOCOL, rig.random.bytes(SMALL))
  return [
    {what: 'ICMP echo', passed: (await askByPacket(rig, tunnel, ends, signal)).answered},
    {what: `UDP with ${SMALL} octets`, passed: await arrives(rig, tunnel, ends, SMALL, same, signal)},
    {what: `UDP with ${LARGE} octets`, passed: await arrives(rig, tunnel, ends, LARGE, same, signal)},
    {what: 'UDP with options of IP', passed: await arrives(rig, tunnel, ends, SMALL, withOptions, signal)},
    {what: 'TCP to port 80', passed: await syn(80)},
    {what: 'TCP to port 443', passed: await syn(443)},
    // That nobody answers says nothing: hosts may keep it to themselves.
    {
      what: `protocol ${UNKNOWN_PROTOCOL}`,
      passed: (await answered(rig, tunnel, experiment, () => false, signal)) || null,
    },
  ]
}

async function arrives(
  rig: Rig,
  tunnel: IpRig,
  {source}: Ends,
  bytes: number,
  change: (packet: Uint8Array) => Uint8Array,
  signal: AbortSignal,
): Promise<boolean | null> {
  const payload = rig.random.bytes(bytes)
  const made = await tunnel.udpPacket(payload, signal, {family: familyOf(source)})
  if (!made) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) await tunnel.send(change(made))
  return (await tunnel.arrived(payload, signal)) ?? null
}

/** By whoever it is for, or by an error. */
async function answered(
  rig: Rig,
  tunnel: IpRig,
  sent: Uint8Array,
  isAnswer: (bytes: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const isOver = (): boolean =>
    tunnel.packets.some(({bytes}) => isAnswer(bytes)) || errorsAbout(tunnel.packets, sent).length > 0
  for (let attempt = 1; attempt <= ATTEMPTS && !isOver(); attempt++) {
    await tunnel.send(sent)
    await rig.until(isOver, rig.patienceMs / ATTEMPTS, signal)
  }
  return isOver()
}

function packet(ends: Ends, protocol: number, payload: Uint8Array): Uint8Array {
  return familyOf(ends.source) === 4
    ? ip.write({...ends, protocol, payload})
    : ip.write({...ends, nextHeader: protocol, payload})
}

function withOptions(bytes: Uint8Array): Uint8Array {
  const {version, source, destination, payload} = ip.read(new Cursor(bytes))
  const ends = {source, destination}
  if (version === 4) return ip.write({...ends, protocol: ip.PROTOCOL.UDP, payload, options: NO_OPERATION})
  return ip.write({
    ...ends,
    ...chain([extensionOptions(DESTINATION_OPTIONS, new Uint8Array(0))], ip.PROTOCOL.UDP, payload),
  })
}

function inWords({what, passed}: KindSeen): string {
  if (passed === null) return `${what} unknown`
  return `${what} ${passed ? 'passes' : 'is lost'}`
}
