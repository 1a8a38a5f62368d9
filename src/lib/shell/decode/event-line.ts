/** An event as a line: number, direction, time, delta, tunnel, words. Begins with `#`, so that a transcript is a script. */
import type {ShellEvent} from '../session/event.js'
import {describe, ms} from './describe.js'

const SIGNS = {sent: '>', received: '<', local: '-'} as const

export class EventLines {
  #lastNs: bigint

  /** @param beganNs when times were 0 */
  constructor(private readonly beganNs: bigint) {
    this.#lastNs = beganNs
  }

  line({number, atNs, direction, tunnel, what}: ShellEvent): string {
    const time = (Number(atNs - this.beganNs) / 1e9).toFixed(3)
    const delta = Number(atNs - this.#lastNs) / 1e6
    this.#lastNs = atNs
    const since = `${delta < 0 ? '-' : '+'}${ms(Math.abs(delta))}`
    const where = tunnel === undefined ? '' : `${tunnel} `
    return `#${String(number).padEnd(3)} ${SIGNS[direction]} ${time} ${since.padStart(8)} ${where}${describe(what)}`
  }
}
