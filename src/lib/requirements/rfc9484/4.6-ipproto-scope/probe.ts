import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {echoes} from '../../../stimuli/ip-addresses.js'
import {isAnswerTo, synPacket} from '../../../stimuli/tcp-syn.js'
import requirement from './requirement.js'

const UDP = 17
/** Each packet is sent so often: one that is lost looks like a filter. */
const ATTEMPTS = 6
/** An answer of any kind will do: where nobody listens, that is said. */
const HTTPS = 443

interface Passing {
  readonly icmp: boolean
  /** null: nobody says. */
  readonly udp: boolean | null
  /** A segment came back, if only to say that nobody listens. */
  readonly tcp: boolean
  /** Protocols of the routes that were advertised. */
  readonly protocols: readonly number[]
}

interface Seen {
  readonly scoped: Passing
  readonly control: Passing
}

async function look(rig: Rig, ipproto: number | undefined, signal: AbortSignal): Promise<Passing> {
  await using tunnel = await (
    await rig.connection(signal)
  ).openIp(signal, ipproto === undefined ? {} : {scope: {ipproto}})
  const [family] = await tunnel.ready(signal)
  if (family === undefined)
    throw new Obstacle('inconclusive', 'the tunnel has no address and route that lead to a target')
  const [source, destination] = [tunnel.address(family), rig.place.ipTarget[family]]
  const icmp = await echoes(tunnel, signal, {family, attempts: ATTEMPTS})
  const udp = await arrives(rig, tunnel, signal)
  const tcp =
    source !== undefined && destination !== undefined && (await answers(rig, tunnel, {source, destination}, signal))
  const protocols = [...new Set(tunnel.ip.state.routesOfPeer.map(({protocol}) => protocol))]
  return {icmp, udp, tcp, protocols}
}

async function arrives(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<boolean | null> {
  const payload = rig.random.bytes(64)
  const packet = await tunnel.udpPacket(payload, signal)
  if (!packet) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) await tunnel.send(packet)
  return (await tunnel.arrived(payload, signal)) ?? null
}

async function answers(
  rig: Rig,
  tunnel: IpRig,
  ends: {readonly source: string; readonly destination: string},
  signal: AbortSignal,
): Promise<boolean> {
  const ports = {sourcePort: 49_152 + rig.random.integer(16_384), destinationPort: HTTPS}
  const isAnswered = (): boolean => tunnel.packets.some(({bytes}) => isAnswerTo(ends, ports, bytes))
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await tunnel.send(synPacket(ends, ports))
    const waitMs = attempt === ATTEMPTS ? rig.patienceMs : rig.patienceMs / 4
    if (await rig.until(isAnswered, waitMs, signal)) return true
  }
  return false
}

const NOTHING: Passing = {icmp: false, udp: null, tcp: false, protocols: []}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const control = await look(rig, undefined, signal)
    return {control, scoped: await look(rig, UDP, signal)}
  },
  judge({scoped, control}) {
    if (!control.icmp) return inconclusive('without a scope no ICMP echo came back either')
    if (!scoped.icmp)
      return observed(`ICMP is blocked in a tunnel with ipproto ${UDP}, and passes in one without a scope`)
    if (!control.udp && !scoped.udp) return inconclusive('UDP was seen to arrive in neither tunnel')
    if (control.udp && !scoped.udp)
      return observed(`UDP is blocked in a tunnel with ipproto ${UDP}, and passes in one without a scope`)
    if (scoped.tcp) {
      const all = scoped.protocols.some(protocol => protocol !== UDP)
      return all
        ? observed(
            `the scope is ignored: TCP passes with ipproto ${UDP}, and the routes are for protocol ${scoped.protocols.join(', ')}`,
          )
        : observed(`TCP passes in a tunnel with ipproto ${UDP}, though its routes are for that protocol`)
    }
    if (!control.tcp)
      return inconclusive('UDP and ICMP pass; no answer to TCP came back in a tunnel without a scope either')
    return pass(`in a tunnel with ipproto ${UDP} UDP and ICMP pass, and TCP does not, which passes without a scope`)
  },
  silence: {scoped: NOTHING, control: NOTHING},
  faults: {
    'stops-icmp-as-well': {ip: {packets: {icmpAlways: false}}},
    'forwards-every-protocol': honest => ({
      ip: {
        packets: {
          onTrouble: (trouble, direction) =>
            trouble === 'out-of-scope' ? 'forward' : honest.ip.packets.onTrouble(trouble, direction),
        },
      },
    }),
    'ignores-the-scope': honest => ({
      ip: {
        routes: {advertise: ranges => honest.ip.routes.advertise(ranges.map(range => ({...range, protocol: 0})))},
        packets: {
          onTrouble: (trouble, direction) =>
            trouble === 'out-of-scope' ? 'forward' : honest.ip.packets.onTrouble(trouble, direction),
        },
      },
    }),
  },
})
