/** What `dry` shows: the octets of what would be sent, as the layers have them. */
import {toHex} from '../../wire/bytes.js'
import {describe} from '../decode/describe.js'
import {hexdump} from '../decode/octets.js'
import {streamOctets, type Sending} from '../session/sending.js'
import type {ShellTunnel} from '../session/tunnel.js'
import * as httpDatagram from '../../wire/http-datagram.js'
import type {DryPart} from './word.js'

export function dryLines(parts: readonly DryPart[]): readonly string[] {
  return parts.flatMap(({label, bytes, lines}) => [
    `would send ${label}, ${bytes.length} octets`,
    ...lines.map(line => `  ${line}`),
    ...hexdump(bytes).map(line => `  ${line}`),
    ...(bytes.length > 0 && bytes.length <= 1024 ? [`  hex:${toHex(bytes)}`] : []),
  ])
}

/** On this tunnel, in frames and streams as its version of HTTP has them. */
export function dryOn(made: ShellTunnel, sending: Sending): readonly DryPart[] {
  const {outer, index, name, tunnel} = made
  if (sending.send === 'datagram' && (sending.carrier ?? tunnel?.carrier ?? 'frame') === 'frame') {
    const {payload} = sending
    const bytes = outer.http === '3' ? httpDatagram.write(BigInt(index), payload) : payload
    const quarter = outer.http === '3' ? [`Quarter Stream ID ${index} (RFC 9297 section 2.1)`] : []
    const what = describe({kind: 'datagram', carrier: 'frame', payload, inner: made.kind})
    return [{label: `on ${name} in a QUIC DATAGRAM frame`, bytes, lines: [...quarter, what]}]
  }
  const where = sending.send === 'stream' || outer.http !== '3' ? 'on the stream' : 'on the stream, in a DATA frame'
  return [{label: `on ${name} ${where}`, bytes: streamOctets(made, sending), lines: wordsFor(made, sending)}]
}

function wordsFor(made: ShellTunnel, sending: Sending): readonly string[] {
  switch (sending.send) {
    case 'datagram':
      return [describe({kind: 'datagram', carrier: 'capsule', payload: sending.payload, inner: made.kind})]
    case 'capsule': {
      const {type, value} = sending
      return [describe({kind: 'capsule', type, value, length: BigInt(value.length), isWhole: true})]
    }
    case 'data':
    case 'stream':
      return [sending.meant, ...sending.breaks.map(({rule, reference}) => `breaks ${reference}: ${rule}`)]
  }
}
