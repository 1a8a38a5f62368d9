/** An NTP client packet (RFC 5905): servers give our transmit timestamp back as origin, which ties the answer to it. */
import type {Random} from '../spec/random.js'
import {toHex} from '../wire/bytes.js'
import type {Payload} from './kind.js'

const PACKET_BYTES = 48
/** Version 4, mode 3 (client). */
const CLIENT = 0x23
const MODE_SERVER = 4
const ORIGIN = 24
const TRANSMIT = 40

export function ntpPayload(random: Random): Payload {
  const asked = new Map<string, number>()
  return {
    name: 'ntp',
    question(number) {
      const packet = new Uint8Array(PACKET_BYTES)
      packet[0] = CLIENT
      // Not the time: any value serves, and a random one tells nobody what our clock shows.
      const stamp = random.bytes(8)
      asked.set(toHex(stamp), number)
      packet.set(stamp, TRANSMIT)
      return packet
    },
    answer(bytes) {
      if (bytes.length < PACKET_BYTES || ((bytes[0] ?? 0) & 7) !== MODE_SERVER) return undefined
      const question = asked.get(toHex(bytes.subarray(ORIGIN, ORIGIN + 8)))
      return question === undefined ? undefined : {question, detail: `an NTP answer, stratum ${bytes[1] ?? 0}`}
    },
  }
}
