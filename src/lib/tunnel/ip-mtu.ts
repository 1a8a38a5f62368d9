/**
 * What a tunnel's size means for the packets in it. QUIC DATAGRAM frames cannot be fragmented, every IPv6 link carries
 * 1280 octets, and a tunnel that cannot must not carry IPv6 (RFC 9484 sections 7.2 and 10.1).
 */
import type {Tunnel} from '../http/transport.js'
import {MIN_MTU} from '../wire/ip/v6.js'

/** The length fields of IP say no more. */
export const MAX_PACKET = 65_535
/** The Context ID 0 in its shortest form. */
export const CONTEXT_BYTES = 1

export interface MtuObstacle {
  /** The largest packet that fits now. */
  readonly mtu: number
  readonly needed: number
  /** One sentence. */
  readonly words: string
}

/**
 * The largest packet that goes through now. In capsules everything fits; in frames it is what the outer connection
 * carries at this moment, and that grows while it searches the path MTU. Zero: frames were asked for and cannot be used.
 */
export function mtuOf({carrier, maxPayloadBytes}: Pick<Tunnel, 'carrier' | 'maxPayloadBytes'>): number {
  if (carrier === 'capsule') return MAX_PACKET
  return Math.max(0, (maxPayloadBytes ?? 0) - CONTEXT_BYTES)
}

/** Undefined: IPv6 may be used. Otherwise do without it, or give up the tunnel (`abort('internal-error')`). */
export function ipv6Obstacle(tunnel: Pick<Tunnel, 'carrier' | 'maxPayloadBytes'>): MtuObstacle | undefined {
  const mtu = mtuOf(tunnel)
  if (mtu >= MIN_MTU) return undefined
  const words = `the tunnel carries packets of ${mtu} octets at most, and IPv6 needs ${MIN_MTU}`
  return {mtu, needed: MIN_MTU, words}
}
