/** Packets of one connection in clear, as probes see them: bounded. */
import type {LoggedPacket} from '../../http/h3/facts.js'
import {round} from '../../reach/phases.js'
import type {Clock} from '../../spec/clock.js'
import type {SeenPacket} from '../../spec/rig.js'
import {Kept} from './kept.js'

export class Packets {
  readonly #kept = new Kept<SeenPacket>()
  readonly #beganNs: bigint

  constructor(clock: Clock) {
    this.#beganNs = clock.nowNs()
  }

  get list(): readonly SeenPacket[] {
    return this.#kept.list
  }

  readonly add = ({atNs, direction, level, packetNumber, frames}: LoggedPacket): void => {
    this.#kept.add(frames.length, () => ({
      atMs: round(Number(atNs - this.#beganNs) / 1e6),
      direction,
      level,
      packetNumber: String(packetNumber),
      frames: frames.slice(),
    }))
  }
}
