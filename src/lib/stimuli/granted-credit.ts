/**
 * The credit that a peer gives back on a stream, as frames on the wire tell: of every octet that was granted anew, one was
 * taken. A window that grows says more than was taken, so no more counts than what was sent.
 */
import type {RawExchange, RawHttp3} from '../spec/raw-rig.js'
import {WireError} from '../wire/error.js'
import * as h2Frame from '../wire/h2-frame.js'
import {read, type Frame} from '../wire/quic/frames.js'
import type {RawStreams} from './raw-lane.js'

export interface Credit {
  /** Octets of the stream that the peer has made room for again; undefined: what it granted at first is not known. */
  readonly takenBytes: number | undefined
  /** How often it said so. */
  readonly grants: number
}

/** @param raw over HTTP/3 it logs its frames */
export function creditGiven(raw: RawStreams, {id}: RawExchange): Credit {
  if (isHttp3(raw)) return overQuic(raw, id)
  const increments = raw.frames
    .filter(({type, streamId}) => type === h2Frame.WINDOW_UPDATE && BigInt(streamId) === id)
    .map(({bytes}) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0))
  return {takenBytes: increments.reduce((sum, each) => sum + each, 0), grants: increments.length}
}

function overQuic(raw: RawHttp3, id: bigint | undefined): Credit {
  const maxima = raw.packets
    .filter(({direction, level}) => direction === 'received' && level === '1-rtt')
    .flatMap(({frames}) => readable(frames))
    .flatMap(frame => (frame.kind === 'max_stream_data' && frame.streamId === id ? [frame.maximum] : []))
  // initial_max_stream_data_bidi_remote: streams that are ours are remote to the peer.
  const initial = raw.seen.transportParameters?.find(each => /^0x0*6$/.test(each.id))?.value
  const largest = maxima.reduce((most, each) => (each > most ? each : most), 0n)
  if (typeof initial !== 'string') return {takenBytes: undefined, grants: maxima.length}
  return {takenBytes: Math.max(0, Number(largest - BigInt(initial))), grants: maxima.length}
}

/** What stands before nonsense. */
function readable(payload: Uint8Array): readonly Frame[] {
  const found: Frame[] = []
  try {
    for (const frame of read(payload)) found.push(frame)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
  return found
}

function isHttp3(raw: RawStreams): raw is RawHttp3 {
  return 'datagram' in raw
}
