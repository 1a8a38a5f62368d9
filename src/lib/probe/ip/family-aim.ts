/** Who is asked over one family: names become addresses here, on our side, as an IP tunnel knows no names. */
import {SetupError} from '../../reach/setup-error.js'
import type {Lookup, Net} from '../../net/net.js'
import type {Payload} from '../../payload/kind.js'
import type {ResponderKey} from '../../responder/message.js'
import {deadline, TimeoutError, type Clock} from '../../spec/clock.js'
import {family as familyOf, type Family} from '../../wire/ip/address.js'
import type {IpAim} from './options.js'
import type {UdpEnd} from './udp-way.js'

export interface FamilyAim {
  readonly udp: AskedByUdp | undefined
  /** Asked by ICMP echo: the first is the one that counts. */
  readonly hosts: readonly string[]
  /** Where the way is followed to. */
  readonly traced: string | undefined
  readonly tcp: readonly UdpEnd[]
}

export type AskedByUdp = {readonly to: UdpEnd} & (
  {readonly kind: 'responder'; readonly key: ResponderKey} | {readonly kind: 'payload'; readonly payload: Payload}
)

/** Where somebody is, by family. */
type Place = Partial<Readonly<Record<Family, string>>>

/** A responder that is known without a name: that of the embedded proxy. */
export interface KnownResponder {
  readonly ips: Place
  readonly port: number
  readonly key: ResponderKey
}

export type Aims = (family: Family) => FamilyAim

/** @throws SetupError for a name that has no address */
export async function resolveAim(
  aim: IpAim,
  known: KnownResponder | undefined,
  {net, clock, timeoutMs}: {readonly net: Net; readonly clock: Clock; readonly timeoutMs: number},
  signal: AbortSignal,
): Promise<Aims> {
  using limit = deadline(clock, timeoutMs, signal)
  const find = async (host: string): Promise<Place> => placeOf(host, await lookup(net, host, limit.signal))
  const responder = await responderOf(aim, known, find)
  const target = aim.target === undefined ? undefined : await find(aim.target)
  return family => {
    const [responderIp, targetIp] = [responder?.ips[family], target?.[family]]
    const host = targetIp ?? responderIp
    return {
      udp: udpOf(aim, responder, responderIp, targetIp),
      hosts: [responderIp, targetIp].filter(ip => ip !== undefined),
      traced: host,
      tcp: host === undefined ? [] : aim.tcpPorts.map(port => ({ip: host, port})),
    }
  }
}

async function responderOf(
  {responder}: IpAim,
  known: KnownResponder | undefined,
  find: (host: string) => Promise<Place>,
): Promise<KnownResponder | undefined> {
  if (responder === undefined || responder === 'embedded') return known
  return {ips: await find(responder.at.host), port: responder.at.port, key: responder.key}
}

function udpOf(
  {payload}: IpAim,
  responder: KnownResponder | undefined,
  responderIp: string | undefined,
  targetIp: string | undefined,
): AskedByUdp | undefined {
  if (payload && targetIp !== undefined) {
    return {kind: 'payload', to: {ip: targetIp, port: payload.target.port}, payload: payload.payload}
  }
  if (!responder || responderIp === undefined) return undefined
  return {kind: 'responder', to: {ip: responderIp, port: responder.port}, key: responder.key}
}

async function lookup(net: Net, host: string, signal: AbortSignal): Promise<Lookup> {
  try {
    return await net.lookup(host, signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {failure: 'temporary', detail: error.message}
    throw error
  }
}

/** The first of each family. @throws SetupError */
function placeOf(host: string, found: Lookup): Place {
  if ('failure' in found) {
    throw new SetupError(
      `${host} has no address that we could find (${found.detail})`,
      'no-target-address',
      'an IP address instead of the name: inside an IP tunnel names are resolved on this side',
    )
  }
  const of = (family: Family): string | undefined => found.addresses.find(ip => familyOf(ip) === family)
  const [ipv4, ipv6] = [of(4), of(6)]
  return {...(ipv4 !== undefined && {4: ipv4}), ...(ipv6 !== undefined && {6: ipv6})}
}
