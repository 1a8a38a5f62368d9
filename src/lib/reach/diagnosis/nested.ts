/** What a failure on the way to a proxy inside a tunnel means: the tunnel, its far end, or the way behind it. */
import type {OuterWay} from '../../http/outer-way.js'
import type {Diagnosis} from '../../report/document.js'

/** RFC 9000 section 14. */
const QUIC_BYTES = 1200

export function nestedSilent(address: string, {limitBytes}: OuterWay, answered: boolean, afterMs: number): Diagnosis {
  if (limitBytes !== undefined && limitBytes < QUIC_BYTES) return tooSmall(address, limitBytes)
  if (answered) {
    return {
      code: 'nested-stalled',
      meaning: `${address} answered through the tunnel, but the QUIC handshake inside did not come to an end within ${afterMs / 1000} s`,
      fault: 'unknown',
      next: 'datagrams of 1200 octets may not fit through the tunnel one way: masque probe udp on the proxy outside tells how large they may be, each way',
    }
  }
  return {
    code: 'nested-silent',
    meaning: `nothing came back from ${address} through the tunnel within ${afterMs / 1000} s`,
    fault: 'unknown',
    next: 'check that the proxy outside can reach it over UDP, and that datagrams of 1200 octets fit through the tunnel both ways (masque probe udp tells)',
  }
}

/** QUIC does not begin with less. */
export function tooSmall(address: string, limitBytes: number): Diagnosis {
  return {
    code: 'nested-too-small',
    meaning: `the tunnel outside carries datagrams of up to ${limitBytes} octets, and QUIC to ${address} needs ${QUIC_BYTES} (RFC 9000 section 14)`,
    fault: 'network',
    next: '--datagrams capsules carries them where frames have no room; a larger MTU on the way to the proxy outside does so as well',
  }
}

/** A UDP tunnel carries datagrams: no TCP, and therefore neither of the older versions. */
export function noTcpInside(address: string, http: '2' | '1.1'): Diagnosis {
  return {
    code: 'no-tcp-inside',
    meaning: `HTTP/${http} to ${address} needs TCP, and a UDP tunnel carries UDP only: inside a tunnel there is HTTP/3 and nothing else`,
    fault: 'you',
    next: 'use --http 3 for a proxy behind --via; only the first proxy can be reached over HTTP/2 or HTTP/1.1',
  }
}
