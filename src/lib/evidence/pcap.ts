/**
 * The sink behind `--pcap`. Interface `outer`: the datagrams to and from the proxy, with the secrets that decrypt them
 * ahead. Interface `inner`: what UDP tunnels carried; we see datagrams and not packets there, so the headers are synthesised.
 * Interface `inner-ip`, if there are IP tunnels: their packets, as they are.
 */
import {parse} from '../net/address.js'
import * as udpPacket from '../wire/ip/udp-packet.js'
import * as pcapng from '../wire/pcapng.js'
import * as varint from '../wire/varint.js'
import type {EvidenceEvent, EvidencePlace, EvidenceSink, EvidenceWhat} from './event.js'
import type {EvidenceFile} from './file.js'
import {TcpConversation, type Segment} from './tcp-conversation.js'
import {endpoint, InnerAddresses} from './inner-addresses.js'

/** Where a header's value was not observed: what most systems send with. */
const USUAL_TTL = 64

const INTERFACES = [
  {
    name: 'outer',
    linkType: pcapng.LINKTYPE_RAW,
    description:
      'QUIC or TCP between us and the proxy. Headers are synthesised. UDP: addresses, ports, DSCP and ECN are those of the datagrams, the TTL is observed where direction is inbound; TTL outbound, IP ID and DF are never evidence. TCP: octets, their order and their times are those of the connection; the handshake, segments and everything in IP and TCP headers but addresses and ports are never evidence.',
  },
  {
    name: 'inner',
    linkType: pcapng.LINKTYPE_RAW,
    description:
      'UDP payloads inside the tunnels, as sent and received at our end. IP and UDP headers are synthesised and never evidence: the client is 192.0.2.1 or 2001:db8::1 with a port for each tunnel, targets given by name are in 2001:db8:0:1::/64.',
  },
] as const
const [OUTER, INNER, INNER_IP] = [0, 1, 2]
/** Described when the first packet is there: captures of UDP tunnels have no such interface. */
const IP_INTERFACE = {
  name: 'inner-ip',
  linkType: pcapng.LINKTYPE_RAW,
  description: 'IP packets inside CONNECT-IP tunnels, as sent and received at our end. Nothing is synthesised.',
} as const

export interface PcapOptions {
  /** Name and version of ours. */
  readonly application: string
  readonly system: string
  readonly comment: string
  /** The same moment on the wall clock and on that of the events. */
  readonly wall: Date
  readonly ns: bigint
}

interface Connection {
  readonly local: udpPacket.Endpoint
  readonly remote: udpPacket.Endpoint
  /** Of the event. */
  readonly number: number
  readonly about: string | undefined
}

type Of<Kind extends EvidenceWhat['kind']> = Extract<EvidenceWhat, {kind: Kind}>

export class PcapSink implements EvidenceSink {
  readonly wants: EvidenceSink['wants'] = new Set(['connection', 'outer', 'stream', 'secret', 'tunnel'])
  readonly #wallMinusNs: bigint
  readonly #connections = new Map<number, Connection>()
  readonly #conversations = new Map<string, TcpConversation>()
  readonly #inner = new InnerAddresses()
  /** Frames by the events about requirements that they show: what results cite. */
  readonly #frames = new Map<number, number>()
  #written = 0
  #hasIpInterface = false

  constructor(
    private readonly file: EvidenceFile,
    {wall, ns, ...section}: PcapOptions,
  ) {
    this.#wallMinusNs = BigInt(wall.getTime()) * 1_000_000n - ns
    file.write(pcapng.sectionHeader(section))
    for (const description of INTERFACES) file.write(pcapng.interfaceDescription(description))
  }

  take({number, atNs, what}: EvidenceEvent): void {
    switch (what.kind) {
      case 'connection':
        if (what.overTcp) this.#connected(number, atNs, what)
        else this.#connections.set(what.connection, {...endsOf(what), number, about: what.about})
        break
      case 'secret':
        this.file.write(pcapng.tlsSecrets(`${what.line}\n`))
        break
      case 'outer':
        this.#outer(number, atNs, what)
        break
      case 'tunnel':
        this.#crossed(number, atNs, what)
        break
      case 'stream':
        this.#streamed(number, atNs, what)
        break
      case 'frames':
      case 'run':
      case 'looked':
      case 'document':
        break
    }
  }

  async end(): Promise<void> {
    await this.file.end()
  }

  placeOf(event: number): EvidencePlace | undefined {
    const frame = this.#frames.get(event)
    return frame === undefined ? undefined : {frame, file: this.file.path}
  }

  #outer(number: number, atNs: bigint, what: Of<'outer'>): void {
    const {connection, direction, tos, ecnOnly, ttl = USUAL_TTL, bytes} = what
    const ends = this.#connections.get(connection)
    if (!ends) return
    const [source, destination] = direction === 'sent' ? [ends.local, ends.remote] : [ends.remote, ends.local]
    const comment = `masque event ${number}${ecnOnly ? ': TTL and DSCP were not observed' : ''}${forWhat(ends)}`
    // Its first packet stands for the connection.
    if (ends.about !== undefined && !this.#frames.has(ends.number)) this.#cite(ends.number)
    this.#packet(OUTER, atNs, {direction, comment, source, destination, tos, ttl, payload: bytes})
  }

  #connected(number: number, atNs: bigint, what: Of<'connection'>): void {
    const {connection, socket, local, remote, about} = what
    const [here, there] = [parse(local), parse(remote)]
    if (!here || !there) return
    const conversation = new TcpConversation(here, there)
    this.#conversations.set(streamKey(connection, socket), conversation)
    if (about !== undefined) this.#cite(number)
    this.#segments(atNs, `masque event ${number}: the handshake is made up${forWhat(what)}`, conversation.open())
  }

  #streamed(number: number, atNs: bigint, {connection, socket, direction, offset, what, bytes}: Of<'stream'>): void {
    const key = streamKey(connection, socket)
    const conversation = this.#conversations.get(key)
    if (!conversation) return
    if (what === 'bytes') {
      const comment = `masque event ${number}: at offset ${offset} of the stream; segments are made up`
      this.#segments(atNs, comment, conversation.carry(direction, bytes))
    } else {
      this.#segments(atNs, `masque event ${number}`, conversation.end(direction, what))
    }
    // A reset is the end of both directions.
    if (what === 'reset') this.#conversations.delete(key)
  }

  /** The next packet of the file shows this event. */
  #cite(event: number): void {
    this.#frames.set(event, this.#written + 1)
  }

  #write(packet: pcapng.Packet): void {
    this.#written++
    this.file.write(pcapng.packet(packet))
  }

  #segments(atNs: bigint, comment: string, segments: readonly Segment[]): void {
    for (const {direction, bytes} of segments) {
      this.#write({interface: OUTER, atNs: atNs + this.#wallMinusNs, bytes, direction, comment})
    }
  }

  /** Context 0 only: other contexts hold no packets, and what never left is none. */
  #crossed(number: number, atNs: bigint, event: Of<'tunnel'>): void {
    const {connection, tunnel, target, direction, what, about} = event
    if (what.kind !== 'datagram' || (what.outcome ?? 'accepted') !== 'accepted') return
    const context = varint.peekFast(what.payload, 0, what.payload.length)
    // Value times 16 plus width: the Context ID 0 in any width, and nothing that is cut off.
    if (context < 0 || context >= 16) return
    const payload = what.payload.subarray(context)
    const place = what.offset === undefined ? '' : ` at offset ${what.offset} of the data stream`
    const comment = `masque event ${number}: tunnel ${tunnel}, context 0, by ${what.carrier}${place}${forWhat(event)}`
    if (about !== undefined) this.#cite(number)
    if (target.kind === 'scope') {
      this.#ipPacket(atNs, payload, direction, comment)
      return
    }
    const path = this.#inner.path(connection, tunnel, target)
    if (path.named !== undefined) this.file.write(pcapng.nameResolution(path.target.ip, path.named))
    const [source, destination] = direction === 'sent' ? [path.client, path.target] : [path.target, path.client]
    this.#packet(INNER, atNs, {direction, comment, source, destination, tos: 0, ttl: USUAL_TTL, payload})
  }

  /** As it is, whatever it is. */
  #ipPacket(atNs: bigint, bytes: Uint8Array, direction: 'sent' | 'received', comment: string): void {
    if (!this.#hasIpInterface) this.file.write(pcapng.interfaceDescription(IP_INTERFACE))
    this.#hasIpInterface = true
    const wallNs = atNs + this.#wallMinusNs
    this.#write({interface: INNER_IP, atNs: wallNs, bytes, direction, comment})
  }

  #packet(
    interfaceId: number,
    atNs: bigint,
    {direction, comment, ...packet}: udpPacket.UdpPacket & {direction: 'sent' | 'received'; comment: string},
  ): void {
    const limit = udpPacket.maxPayload(packet.source)
    const surplus = Math.max(0, packet.payload.length - limit)
    const bytes = udpPacket.write({...packet, payload: packet.payload.subarray(0, limit)})
    const cut = surplus > 0 ? `; ${surplus} octets more, which no IPv4 packet has room for` : ''
    this.#write({
      interface: interfaceId,
      atNs: atNs + this.#wallMinusNs,
      bytes,
      originalBytes: bytes.length + surplus,
      direction,
      comment: `${comment}${cut}`,
    })
  }
}

function endsOf({local, remote}: Of<'connection'>): {local: udpPacket.Endpoint; remote: udpPacket.Endpoint} {
  return {local: readAddress(local), remote: readAddress(remote)}
}

/** In a comment, so that a requirement can be filtered for. */
function forWhat({about}: {readonly about?: string | undefined}): string {
  return about === undefined ? '' : `; ${about}`
}

function streamKey(connection: number, socket = 1): string {
  return `${connection}/${socket}`
}

function readAddress(text: string): udpPacket.Endpoint {
  const {ip = '0.0.0.0', port = 0} = parse(text) ?? {}
  return endpoint(ip, port)
}
