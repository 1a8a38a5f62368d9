/** What a traceroute is made of: packets that can be told apart by what any error has to quote of them. */
import type {TraceFacts} from '../../report/ip-facts.js'
import {echoRequest, udpPacket, type Ends, type IcmpError, type Inner} from './packet.js'
import type {UdpEnd} from './udp-way.js'
import {port, type Vantage} from './vantage.js'

export interface Tracer {
  readonly by: TraceFacts['by']
  /** An IP address. */
  readonly to: string
  packet(tag: number, hopLimit: number): Uint8Array
  /** Which packet this answers; undefined: none of ours. */
  recognise(inner: Inner): {readonly tag: number} | undefined
}

/** As long as what ping sends. */
const DATA = new Uint8Array(32)

export function echoTracer({source, random}: Vantage, to: string): Tracer {
  const id = random.integer(0x10000)
  const ends = {source, destination: to}
  return {
    by: 'icmp-echo',
    to,
    packet: (tag, hopLimit) => echoRequest(ends, {id, sequence: tag, data: DATA}, hopLimit),
    recognise: ({source: from, body}) => {
      const isReply = body.kind === 'echo-reply' && from === to
      const about = body.kind === 'icmp-error' ? body.quoted?.body : isReply ? body : undefined
      const isEcho = about?.kind === 'echo-request' || about?.kind === 'echo-reply'
      return isEcho && about.id === id ? {tag: about.sequence} : undefined
    },
  }
}

/** To a target that answers: what it is asked is the same each time, the port tells which. */
export function udpTracer({source, random}: Vantage, to: UdpEnd, question: () => Uint8Array): Tracer {
  // Ports are counted down from here, and there are fewer packets than that.
  const base = port(random)
  const ends = {source, destination: to.ip}
  const tagOf = (sourcePort: number): {readonly tag: number} => ({tag: base - sourcePort})
  return {
    by: 'udp',
    to: to.ip,
    packet: (tag, hopLimit) =>
      udpPacket(ends, {sourcePort: base - tag, destinationPort: to.port}, question(), hopLimit),
    recognise: ({source: from, body}) => {
      if (body.kind === 'udp' && from === to.ip && body.sourcePort === to.port) return tagOf(body.destinationPort)
      const quoted = body.kind === 'icmp-error' ? body.quoted?.body : undefined
      return quoted?.kind === 'udp' && quoted.destinationPort === to.port ? tagOf(quoted.sourcePort) : undefined
    },
  }
}

/** What an error quotes, compared with what we sent: our words. */
export function changesIn({quoted}: IcmpError, {source, destination}: Ends): string {
  if (!quoted) return 'unreadable'
  const changes = [
    ...(quoted.source === source ? [] : [`from ${quoted.source}`]),
    ...(quoted.destination === destination ? [] : [`to ${quoted.destination}`]),
  ]
  return changes.length === 0 ? 'as sent' : `sent ${changes.join(', ')}`
}
