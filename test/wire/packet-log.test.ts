/** What a log of packets tells: which of ours arrived, and in which of theirs something came. */
import {describe, expect, it} from 'vitest'
import {isAcknowledged, packetsWith, type PacketInClear} from '../../src/lib/wire/quic/packet-log.js'
import {hex} from '../support/bytes.js'

const packet = (
  direction: 'sent' | 'received',
  packetNumber: number,
  frames: string,
  level: '1-rtt' | 'handshake' = '1-rtt',
): PacketInClear => ({direction, level, packetNumber: String(packetNumber), frames: hex(frames)})
const isDatagram = ({kind}: {readonly kind: string}): boolean => kind === 'datagram'
/** Packets 3 and 4, and 7. */
const ACK = '02070001000101'

describe('acknowledgements', () => {
  it.each<[string, boolean, PacketInClear[]]>([
    ['nothing was sent', false, [packet('received', 0, '0200000000')]],
    ['nothing came', false, [packet('sent', 4, '3101aa')]],
    ['it is in a range', true, [packet('sent', 4, '3101aa'), packet('received', 0, ACK)]],
    ['it is at the beginning of one', true, [packet('sent', 3, '3101aa'), packet('received', 0, ACK)]],
    ['it is in a gap', false, [packet('sent', 5, '3101aa'), packet('received', 0, ACK)]],
    ['it is below all', false, [packet('sent', 2, '3101aa'), packet('received', 0, ACK)]],
    ['another one is', false, [packet('sent', 7, '01'), packet('sent', 8, '3101aa'), packet('received', 0, ACK)]],
    ['a second try is', true, [packet('sent', 2, '3101aa'), packet('sent', 7, '013101aa'), packet('received', 0, ACK)]],
    ['of the handshake', false, [packet('sent', 4, '3101aa'), packet('received', 0, ACK, 'handshake')]],
    ['our own acknowledgement', false, [packet('sent', 4, '3101aa'), packet('sent', 0, ACK)]],
  ])('%s: %s', (_, expected, packets) => {
    expect(isAcknowledged(packets, isDatagram)).toBe(expected)
  })
})

it('tells packets by what is in them, also before nonsense', () => {
  const packets = [packet('received', 1, '01'), packet('received', 9, '3101aa407f'), packet('sent', 2, '3101aa')]
  expect(packetsWith(packets, 'received', isDatagram)).toEqual([9n])
  expect(packetsWith(packets, 'received', ({kind}) => kind === 'stream')).toEqual([])
})
