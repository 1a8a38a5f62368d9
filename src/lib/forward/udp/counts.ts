/** What a UDP forwarder did, as numbers. Whatever is not forwarded is counted under the reason why. */

export interface Traffic {
  datagrams: number
  bytes: number
}

export interface UdpCounts {
  peers: {opened: number; refused: number; idle: number; ended: number}
  /** Local programs to the target. */
  up: Traffic
  /** The target to local programs. */
  down: Traffic
  dropped: {
    /** More than the tunnel carries. */
    tooLarge: number
    /** Our own queues were full. */
    queueFull: number
    /** There was no tunnel: refused, or not open in time. */
    noTunnel: number
    tooManyPeers: number
    /** This host would not take them back. */
    unsent: number
  }
}

export function noCounts(): UdpCounts {
  return {
    peers: {opened: 0, refused: 0, idle: 0, ended: 0},
    up: {datagrams: 0, bytes: 0},
    down: {datagrams: 0, bytes: 0},
    dropped: {tooLarge: 0, queueFull: 0, noTunnel: 0, tooManyPeers: 0, unsent: 0},
  }
}

export function droppedInAll({dropped}: UdpCounts): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0)
}
