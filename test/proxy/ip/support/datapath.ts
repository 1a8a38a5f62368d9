/** One client's packets without a tunnel: what is sent to the network, and what is delivered to the client. */
import {honestPolicy} from '../../../../src/lib/proxy/honest-policy.js'
import {IpClient, type ResolvedScope} from '../../../../src/lib/proxy/ip/client.js'
import type {IpNetwork, IpReceiver} from '../../../../src/lib/proxy/ip/network.js'
import {parsePrefix} from '../../../../src/lib/proxy/ip/prefix.js'
import {IpService} from '../../../../src/lib/proxy/ip/service.js'
import {AllowList} from '../../../../src/lib/proxy/targets.js'
import type {IcmpPolicy, PacketPolicy} from '../../../../src/lib/spec/ip-policy.js'
import {seeded} from '../../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../../src/lib/spec/virtual-clock.js'
import type {Family} from '../../../../src/lib/wire/ip/address.js'

export interface DatapathOptions {
  readonly packets?: Partial<PacketPolicy>
  readonly icmp?: Partial<IcmpPolicy>
  readonly scope?: ResolvedScope
  readonly mtu?: number
  readonly kind?: IpNetwork['kind']
  readonly reachable?: readonly string[]
}

export const ROUTER = {4: '192.0.2.1', 6: '2001:db8:1::1'} as const
/** Everything, so that only what is looked at stands in the way. */
const EVERYWHERE = ['0.0.0.0/0', '::/0']

export function datapath(options: DatapathOptions = {}) {
  const clock = new VirtualClock()
  const toNetwork: Uint8Array[] = []
  const network: IpNetwork = {
    kind: options.kind ?? 'virtual',
    reachable: (options.reachable ?? EVERYWHERE).map(parsePrefix),
    receiver: undefined as IpReceiver | undefined,
    lookup: () => Promise.resolve({failure: 'no-such-name', detail: ''}),
    send: packet => toNetwork.push(packet),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const base = honestPolicy(new AllowList([])).ip
  const policy = {...base, packets: {...base.packets, ...options.packets}, icmp: {...base.icmp, ...options.icmp}}
  const pools = ['192.0.2.0/24', '2001:db8:1::/64'].map(parsePrefix)
  const service = new IpService({network, pools, policy, clock, random: seeded(3)})

  function client(scope: ResolvedScope = options.scope ?? {prefixes: undefined, protocol: undefined}) {
    const toClient: Uint8Array[] = []
    const capsules: Uint8Array[] = []
    let tooSmall = 0
    let aborted = 0
    const link = {
      mtu: options.mtu ?? 1400,
      send: (packet: Uint8Array) => void toClient.push(packet),
      sendInCapsule: (packet: Uint8Array) => void capsules.push(packet),
      onTooSmall: () => {
        tooSmall++
      },
      abort: () => {
        aborted++
      },
    }
    const made = new IpClient(service, scope, link, clock)
    const addresses: Record<Family, string> = {
      4: service.take(made, 4, 32)!.address,
      6: service.take(made, 6, 128)!.address,
    }
    return {
      ip: made,
      addresses,
      toClient,
      capsules,
      get tooSmall() {
        return tooSmall
      },
      get aborted() {
        return aborted
      },
    }
  }

  /** As if it came from the network. */
  function arrive(packet: Uint8Array): void {
    network.receiver?.onPacket(packet)
  }

  return {clock, service, policy, toNetwork, client, arrive}
}
