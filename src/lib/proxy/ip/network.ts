/** What lies behind an IP proxy: the virtual network in this process, or the kernel's routing behind a TUN device. */
import type {Lookup} from '../../net/net.js'
import type {Prefix} from './prefix.js'

export interface IpNetwork extends AsyncDisposable {
  /** A kernel takes a hop of its own from what it routes. */
  readonly kind: 'virtual' | 'kernel'
  /** What it leads to: what clients are told, unless their scope allows less. */
  readonly reachable: readonly Prefix[]
  lookup(name: string, signal: AbortSignal): Promise<Lookup>
  /** From a client, or from the proxy itself. */
  send(packet: Uint8Array): void
  /** Where packets for clients go. */
  receiver: IpReceiver | undefined
}

export interface IpReceiver {
  onPacket(packet: Uint8Array): void
}
