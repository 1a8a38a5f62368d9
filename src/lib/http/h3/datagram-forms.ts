/**
 * For a server that does not take DATAGRAM frames of every form: which those were that it passes over. QUIC hands up
 * what was in them only, so they are told by packets in clear, which are logged before what is in them is handed up.
 */
import type {LoggedPacket} from '../../quic/endpoint.js'
import {toHex} from '../../wire/bytes.js'
import {WireError} from '../../wire/error.js'
import {H3} from '../../wire/error-codes.js'
import {read} from '../../wire/quic/frames.js'
import type {H3Connection} from './connection.js'
import type {H3Manners} from './manners.js'

type Fate = ReturnType<NonNullable<H3Manners['takesForm']>>

export class DatagramForms {
  /** By payload: those of testers differ. */
  readonly #fates = new Map<string, Fate>()

  constructor(private readonly takesForm: NonNullable<H3Manners['takesForm']>) {}

  readonly onFrames = ({direction, level, frames}: LoggedPacket): void => {
    if (direction !== 'received' || level !== '1-rtt') return
    let place = 0
    try {
      for (const frame of read(frames)) {
        if (frame.kind !== 'datagram') continue
        const fate = this.takesForm({type: frame.type, place: place++})
        if (fate !== 'take') this.#fates.set(toHex(frame.data), fate)
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
    }
  }

  /** Whether a payload that was handed up came in a form that is not taken. */
  passesOver(payload: Uint8Array, connection: Pick<H3Connection, 'violated'>): boolean {
    const key = toHex(payload)
    const fate = this.#fates.get(key) ?? 'take'
    this.#fates.delete(key)
    if (fate === 'close') connection.violated(H3.GENERAL_PROTOCOL_ERROR, 'a DATAGRAM frame of a form that is not taken')
    return fate !== 'take'
  }
}
