/** What travels in context 0 of an IP tunnel, in a line: who to whom, and what. Whatever cannot be read is said to be so. */
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import {interpret} from '../../wire/icmp/meaning.js'
import * as icmp from '../../wire/icmp/message.js'
import {describe} from '../../wire/icmp/names.js'
import * as ip from '../../wire/ip/packet.js'
import * as tcp from '../../wire/tcp.js'
import * as udp from '../../wire/udp.js'
import {preview} from './octets.js'

type Ends = Pick<ip.IpPacket, 'source' | 'destination'>

export function packetWords(bytes: Uint8Array): string {
  const packet = unlessBroken(() => ip.read(new Cursor(bytes)))
  if (!packet) return `no IP packet: ${preview(bytes)}`
  const {version, source, destination} = packet
  const {protocol, payload, fragment, complete} = ip.upper(packet)
  const ends = {source, destination}
  const part = fragment ? ` fragment at ${fragment.offset}${fragment.more ? ', more follow' : ''}` : ''
  const upper =
    complete && !fragment ? (unlessBroken(() => upperWords(version, protocol, payload, ends)) ?? 'cut off') : part
  const wrong = ip.problems(packet).map(problem => `; ${problem}`)
  return `IPv${version} ${source} > ${destination} ${upper} hops ${ip.hops(packet)} len ${bytes.length}${wrong.join('')}`
}

/** @throws WireError */
function upperWords(version: 4 | 6, protocol: number, payload: Uint8Array, ends: Ends): string {
  const cursor = new Cursor(payload)
  switch (protocol) {
    case icmp.PROTOCOL[version]: {
      const message = icmp.read(cursor)
      return [`ICMP ${describe(version, message)}`, ...icmp.problems(message, ends)].join('; ')
    }
    case ip.PROTOCOL.UDP: {
      const datagram = udp.read(cursor)
      const {sourcePort, destinationPort, payload: data} = datagram
      return [
        `UDP ${sourcePort} > ${destinationPort} ${preview(data)}`.trimEnd(),
        ...udp.problems(datagram, ends),
      ].join('; ')
    }
    case ip.PROTOCOL.TCP: {
      const segment = tcp.read(cursor)
      const {sourcePort, destinationPort, flags} = segment
      return [`TCP ${sourcePort} > ${destinationPort} ${tcp.flagNames(flags)}`, ...tcp.problems(segment, ends)].join(
        '; ',
      )
    }
    default:
      return `protocol ${protocol}`
  }
}

/** What ties an answer to a question: of both, in the question's view; undefined: nothing that is known here. */
export function conversation(bytes: Uint8Array): {readonly question: string; readonly answer: string} | undefined {
  return unlessBroken(() => {
    const packet = ip.read(new Cursor(bytes))
    const {version, source, destination} = packet
    const {protocol, payload} = ip.upper(packet)
    const cursor = new Cursor(payload)
    const [there, back] = [`${source} ${destination} ${protocol}`, `${destination} ${source} ${protocol}`]
    if (protocol === icmp.PROTOCOL[version]) {
      const meaning = interpret(version, icmp.read(cursor))
      if (meaning.kind !== 'echo-request' && meaning.kind !== 'echo-reply') return undefined
      const id = `${meaning.id} ${meaning.sequence}`
      return meaning.kind === 'echo-request'
        ? {question: `${there} ${id}`, answer: ''}
        : {question: '', answer: `${back} ${id}`}
    }
    if (protocol !== ip.PROTOCOL.UDP && protocol !== ip.PROTOCOL.TCP) return undefined
    const [from, to] = [cursor.u16(), cursor.u16()]
    return {question: `${there} ${from} ${to}`, answer: `${back} ${to} ${from}`}
  })
}

function unlessBroken<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
