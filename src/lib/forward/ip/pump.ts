/** Packets between a TUN device and a tunnel, both ways, and what became of them. */
import type {TunDevice} from '../../net/tun.js'
import type {IpTunnel} from '../../tunnel/connect-ip.js'
import type {Guard} from './guard.js'
import {type Verdict} from './guard.js'
import {tooBig} from './too-big.js'

export interface Passed {
  packets: number
  bytes: number
}

export interface IpCounts {
  /** This host to the proxy. */
  up: Passed
  /** The proxy to this host. */
  down: Passed
  dropped: {
    /** From addresses that were not assigned to us, or to such. */
    notOurs: number
    linkLocal: number
    /** Of the connection to the proxy itself: a route would have led it into itself. */
    ownConnection: number
    tooLarge: number
    queueFull: number
    noTunnel: number
    noPacket: number
    /** This host would not take them. */
    unsent: number
  }
}

export function noIpCounts(): IpCounts {
  return {
    up: {packets: 0, bytes: 0},
    down: {packets: 0, bytes: 0},
    dropped: {
      notOurs: 0,
      linkLocal: 0,
      ownConnection: 0,
      tooLarge: 0,
      queueFull: 0,
      noTunnel: 0,
      noPacket: 0,
      unsent: 0,
    },
  }
}

const REASON: Readonly<Record<Exclude<Verdict, 'pass'>, keyof IpCounts['dropped']>> = {
  'not-ours': 'notOurs',
  'link-local': 'linkLocal',
  'own-connection': 'ownConnection',
  'no-packet': 'noPacket',
}
/** Sends under way: in a tunnel over capsules each waits for the stream. */
const MAX_PENDING = 256

export class Pump {
  readonly counts = noIpCounts()
  /** The device that packets from the tunnel go to. */
  device: Pick<TunDevice, 'send'> | undefined
  #tunnel: {readonly ip: IpTunnel; readonly guard: Guard} | undefined
  #pending = 0

  constructor(private readonly onOwnConnection: () => void) {}

  /** From now on through this tunnel; undefined: there is none for the moment. */
  use(tunnel: {readonly ip: IpTunnel; readonly guard: Guard} | undefined): void {
    this.#tunnel = tunnel
    if (!tunnel) return
    const {ip, guard} = tunnel
    ip.sink = (bytes, start, end) => {
      this.#down(guard, bytes, start, end)
    }
  }

  /** From the device: valid during the call. */
  up(bytes: Uint8Array, start: number, end: number): void {
    const {dropped} = this.counts
    if (!this.#tunnel) {
      dropped.noTunnel++
      return
    }
    const {ip, guard} = this.#tunnel
    const verdict = guard.up(bytes, start, end)
    if (verdict === 'pass') {
      this.#send(ip, bytes.slice(start, end))
      return
    }
    if (verdict === 'own-connection' && dropped.ownConnection === 0) this.onOwnConnection()
    dropped[REASON[verdict]]++
  }

  #send(ip: IpTunnel, packet: Uint8Array): void {
    const {up, dropped} = this.counts
    if (this.#pending >= MAX_PENDING) {
      dropped.queueFull++
      return
    }
    this.#pending++
    void ip.send(packet).then(outcome => {
      this.#pending--
      if (outcome === 'accepted') {
        up.packets++
        up.bytes += packet.length
      } else if (typeof outcome === 'object') {
        dropped.tooLarge++
        const answer = tooBig(packet, outcome.tooLarge)
        if (answer) this.device?.send(answer)
      } else if (outcome === 'queueFull') {
        dropped.queueFull++
      } else {
        dropped.noTunnel++
      }
    })
  }

  #down(guard: Guard, bytes: Uint8Array, start: number, end: number): void {
    const {down, dropped} = this.counts
    const verdict = guard.down(bytes, start, end)
    if (verdict !== 'pass') dropped[REASON[verdict]]++
    else if (this.device?.send(bytes.subarray(start, end)) !== 'sent') dropped.unsent++
    else {
      down.packets++
      down.bytes += end - start
    }
  }
}
