/**
 * The kernel's routing behind an IP proxy: a TUN device with an address of every pool, so that the kernel knows
 * which way the clients are. Whether it forwards, and behind which address, is the administrator's affair.
 */
import type {TunBinding} from '../../native/surface.js'
import type {Lookup, Net} from '../../net/net.js'
import {openTun, type TunDevice} from '../../net/tun.js'
import {family} from '../../wire/ip/address.js'
import type {IpNetwork, IpReceiver} from './network.js'
import {kernelOf} from './pool.js'
import {parsePrefix, type Prefix} from './prefix.js'

export interface KernelOptions {
  /** With `%d` in it, the kernel puts a number there. */
  readonly tun: string
  readonly pools: readonly Prefix[]
  /** None: everything, of the families that the pools have. */
  readonly routes: readonly Prefix[]
  /** Whose resolver is asked for names. */
  readonly net: Pick<Net, 'lookup'>
  readonly onLost?: (error: string) => void
}

const EVERYWHERE = {4: parsePrefix('0.0.0.0/0'), 6: parsePrefix('::/0')}

export class KernelNetwork implements IpNetwork {
  readonly kind = 'kernel'
  readonly reachable: readonly Prefix[]
  receiver: IpReceiver | undefined
  readonly #device: TunDevice
  readonly #net: KernelOptions['net']

  /** @throws NetError, with what to do about it */
  constructor(binding: Partial<TunBinding>, {tun, pools, routes, net, onLost}: KernelOptions) {
    const families = new Set(pools.map(({address}) => family(address)))
    this.reachable = routes.length > 0 ? routes : [...families].map(of => EVERYWHERE[of])
    this.#net = net
    const addresses = pools.map(pool => `${kernelOf(pool)}/${pool.length}`)
    this.#device = openTun(
      binding,
      {name: tun, addresses},
      {
        onPacket: (bytes, start, end) => this.receiver?.onPacket(bytes.slice(start, end)),
        ...(onLost && {onLost}),
      },
    )
  }

  /** As the kernel calls the device. */
  get name(): string {
    return this.#device.name
  }

  lookup(name: string, signal: AbortSignal): Promise<Lookup> {
    return this.#net.lookup(name, signal)
  }

  /** What the kernel does not take is lost, as on any network. */
  send(packet: Uint8Array): void {
    this.#device.send(packet)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.receiver = undefined
    await this.#device[Symbol.asyncDispose]()
  }
}
