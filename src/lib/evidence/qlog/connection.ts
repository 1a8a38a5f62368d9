/** One connection's file: evidence in, qlog events out. */
import {join} from 'node:path'
import {parse} from '../../net/address.js'
import {toHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import * as httpDatagram from '../../wire/http-datagram.js'
import type {Frame} from '../../wire/quic/frames.js'
import * as longHeader from '../../wire/quic/long-header.js'
import type {EvidenceEvent, EvidenceWhat} from '../event.js'
import {DatagramLinks} from './datagram-links.js'
import {header, QlogFile, type Json} from './file.js'
import {qlogFrames} from './frames.js'
import {contextOf, streamBeginning, tunnelEvent, type Direction, type QlogEvent} from './http3.js'
import {integer} from './values.js'

type What<Kind extends EvidenceWhat['kind']> = Extract<EvidenceWhat, {kind: Kind}>

export interface QlogOptions {
  readonly directory: string
  /** What the wall clock said at a moment of the monotonic one. */
  readonly wallAt: (atNs: bigint) => Date
  /** Applied to everything before it is written. */
  readonly redact: (value: Json) => Json
  /** Told once, when there is a connection that none of the names fit. */
  readonly onNothing?: () => void
}

const ECN = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'] as const

export class ConnectionLog {
  #file: QlogFile | undefined
  /** The kernel may have seen the first datagram before we were told of the connection. */
  #zeroNs: bigint
  readonly #links = {sent: new DatagramLinks(), received: new DatagramLinks()}

  /** @param begin the connection's first event */
  constructor(
    private readonly options: QlogOptions,
    private readonly begin: EvidenceEvent & {readonly what: What<'connection'>},
  ) {
    this.#zeroNs = begin.atNs
  }

  take(event: EvidenceEvent): void {
    const {what} = event
    // Named after what the first datagram says, so that it can be laid beside the peer's log.
    if (this.#file === undefined) {
      if (event.atNs < this.#zeroNs) this.#zeroNs = event.atNs
      this.#open(what.kind === 'outer' ? firstDestinationId(what.bytes) : undefined)
    }
    for (const qlog of this.#events(event)) this.#write(event, qlog)
  }

  /** @throws an errno error */
  end(): void {
    if (this.#file === undefined) this.#open(undefined)
    this.#file?.end()
  }

  #open(destinationId: string | undefined): void {
    const {directory, wallAt, redact} = this.options
    const {connection, local, remote} = this.begin.what
    const group = destinationId ?? `connection-${connection}`
    const wallClock = wallAt(this.#zeroNs).toISOString()
    const head = redact(header({title: `masque, connection ${connection}`, group, wallClock}))
    this.#file = new QlogFile(join(directory, `${groupOf(head)}_client.sqlog`))
    this.#file.write(head)
    const data = {local: endpoint(local), remote: endpoint(remote)}
    this.#write(this.begin, {name: 'quic:connection_started', data})
  }

  #write({number, atNs}: EvidenceEvent, {name, data}: QlogEvent): void {
    const time = Number(atNs - this.#zeroNs) / 1e6
    this.#file?.write(this.options.redact({time, name, data, evidence: number}))
  }

  *#events({number, what}: EvidenceEvent): Generator<QlogEvent, void, undefined> {
    switch (what.kind) {
      case 'outer':
        yield* outerEvents(what, number)
        break
      case 'frames':
        yield* this.#packet(what, number)
        break
      case 'tunnel':
        yield this.#tunnel(what, number)
        break
      case 'connection':
      case 'stream':
      case 'secret':
      case 'run':
      case 'looked':
      case 'document':
        break
    }
  }

  *#packet(what: What<'frames'>, number: number): Generator<QlogEvent, void, undefined> {
    const {direction, level, packetNumber} = what
    const streams: QlogEvent[] = []
    const frames = qlogFrames(what.frames, frame => {
      if (isBeginning(frame)) streams.push(...streamBeginning(integer(frame.streamId), frame.data, direction))
      return frame.kind === 'datagram' ? this.#datagram(frame.data, direction, number) : {}
    })
    const header = {packet_type: level === 'handshake' ? 'handshake' : '1RTT', packet_number: integer(packetNumber)}
    yield {name: `quic:packet_${direction}`, data: {header, frames, raw: {payload_length: what.frames.length}}}
    yield* streams
  }

  /** Received ones wait here for their reader; ours have left their number when they were handed over. */
  #datagram(data: Uint8Array, direction: Direction, number: number): Json {
    if (direction === 'received') this.#links.received.leave(data, number)
    const handed = direction === 'sent' ? this.#links.sent.find(data) : undefined
    return {...datagramFields(data), ...(handed !== undefined && {evidence: handed})}
  }

  #tunnel({tunnel, direction, what}: What<'tunnel'>, number: number): QlogEvent {
    // Requests are opened one after another, and a client's bidirectional streams are 0, 4, 8 …
    const streamId = (tunnel - 1) * 4
    const framed = what.kind === 'datagram' && what.carrier === 'frame'
    const data = framed ? httpDatagram.write(BigInt(tunnel - 1), what.payload) : undefined
    if (data && direction === 'sent') this.#links.sent.leave(data, number)
    const packet = data && direction === 'received' ? this.#links.received.find(data) : undefined
    return tunnelEvent(what, {streamId, direction, packet})
  }
}

/** Packets whose payload the engine does not show, and the datagram itself. */
function* outerEvents({direction, tos, bytes}: What<'outer'>, number: number): Generator<QlogEvent, void, undefined> {
  try {
    for (const packet of longHeader.read(bytes)) {
      if (packet.type === 'handshake') continue
      const {type, version, destinationId, sourceId, length} = packet
      const ids = {scid: toHex(sourceId), dcid: toHex(destinationId)}
      const header = {packet_type: type, version: version.toString(16).padStart(8, '0'), ...ids, length}
      yield {name: `quic:packet_${direction}`, data: {header, raw: {length: packet.bytes}, datagram_id: number}}
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    // Of another version, or nonsense: the datagram is told of all the same.
  }
  yield {
    name: `quic:udp_datagrams_${direction}`,
    data: {count: 1, raw: [{length: bytes.length}], ecn: [ECN[tos & 3]], datagram_ids: [number]},
  }
}

function isBeginning(frame: Frame): frame is Extract<Frame, {kind: 'stream'}> {
  return frame.kind === 'stream' && frame.at === 0n && (frame.streamId & 2n) === 2n
}

function datagramFields(data: Uint8Array): Json {
  try {
    const {quarterStreamId, payload} = httpDatagram.read(data)
    return {quarter_stream_id: integer(quarterStreamId.value), ...contextOf(payload)}
  } catch (error) {
    if (error instanceof WireError) return {}
    throw error
  }
}

function firstDestinationId(datagram: Uint8Array): string | undefined {
  try {
    const [first] = longHeader.read(datagram)
    return first && first.destinationId.length > 0 ? toHex(first.destinationId) : undefined
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

function endpoint(address: string): Json {
  const parsed = parse(address)
  if (!parsed) return {}
  const {ip, port} = parsed
  return ip.includes(':') ? {ip_v6: ip, port_v6: port} : {ip_v4: ip, port_v4: port}
}

function groupOf(head: Json): string {
  const {trace} = head as {trace: {common_fields: {group_id: string}}}
  return trace.common_fields.group_id
}
