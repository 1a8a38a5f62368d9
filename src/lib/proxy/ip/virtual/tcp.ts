/**
 * As much of TCP as a handshake and its end need, and no memory of connections: every segment says what its answer must
 * say (RFC 9293 section 3.10). Data is acknowledged and thrown away.
 */
import type {Random} from '../../../spec/random.js'
import type {Ends} from '../../../wire/ip/checksum.js'
import * as tcp from '../../../wire/tcp.js'

const {ACK, FIN, RST, SYN} = tcp.FLAG
const MSS = {4: 1460, 6: 1440} as const

/** The segment that answers this one, from the host at `ends.source`; undefined: none does. */
export function answer(
  segment: tcp.TcpSegment,
  isOpen: boolean,
  random: Random,
  ends: Ends,
  timeMs: number,
): Uint8Array | undefined {
  const fields = isOpen ? openAnswer(segment, random, ends, timeMs) : closedAnswer(segment)
  if (!fields) return undefined
  const ports = {sourcePort: segment.destinationPort, destinationPort: segment.sourcePort}
  return tcp.write({...ports, ...fields}, ends)
}

type Answer = Omit<tcp.TcpFields, 'sourcePort' | 'destinationPort'>

function closedAnswer(segment: tcp.TcpSegment): Answer | undefined {
  if (has(segment, RST)) return undefined
  if (has(segment, ACK)) return {flags: RST, sequence: segment.acknowledgment, window: 0}
  return {flags: RST | ACK, acknowledgment: after(segment), window: 0}
}

function openAnswer(segment: tcp.TcpSegment, random: Random, ends: Ends, timeMs: number): Answer | undefined {
  if (has(segment, RST)) return undefined
  if (has(segment, SYN)) {
    if (has(segment, ACK)) return closedAnswer(segment)
    return {
      flags: SYN | ACK,
      sequence: random.integer(2 ** 32),
      acknowledgment: after(segment),
      options: offered(segment, ends, timeMs),
    }
  }
  if (!has(segment, ACK)) return undefined
  if (segment.payload.length === 0 && !has(segment, FIN)) return undefined
  const flags = has(segment, FIN) ? FIN | ACK : ACK
  return {flags, sequence: segment.acknowledgment, acknowledgment: after(segment)}
}

/** What was offered and is known is answered in kind, so that it can be seen what came through. */
function offered(segment: tcp.TcpSegment, {source}: Ends, timeMs: number): Uint8Array {
  const options = tcp.readOptions(segment.options).flatMap((option): tcp.TcpOption[] => {
    switch (option.kind) {
      case 'sack-permitted':
        return [option]
      case 'window-scale':
        return [{kind: 'window-scale', shift: 7}]
      case 'timestamps':
        return [{kind: 'timestamps', value: Math.floor(timeMs) >>> 0, echo: option.value}]
      case 'mss':
      case 'nop':
      case 'end':
      case 'sack':
      case 'other':
        return []
    }
  })
  return tcp.writeOptions([{kind: 'mss', size: MSS[source.includes(':') ? 6 : 4]}, ...options])
}

/** The sequence number behind the segment: SYN and FIN count. */
function after({sequence, payload, flags}: tcp.TcpSegment): number {
  const length = payload.length + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1)
  return (sequence + length) >>> 0
}

function has({flags}: tcp.TcpSegment, flag: number): boolean {
  return (flags & flag) !== 0
}
