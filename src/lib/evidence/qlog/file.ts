/**
 * One qlog file: JSON text sequences (RFC 7464), a header and then an event a record. Each record is with the system when
 * `write` returns, so that a file is readable up to its last event however the process ends.
 */
import {closeSync, openSync, writeSync} from 'node:fs'
import {jsonText} from '../../report/json-text.js'

const RECORD_SEPARATOR = '\u001e'

export type Json = Readonly<Record<string, unknown>>

export interface Header {
  readonly title: string
  /** What all events are about: the connection's first Destination Connection ID. */
  readonly group: string
  /** Of time 0, ISO 8601. */
  readonly wallClock: string
}

/** Revisions of the drafts whose names are used here. */
const DRAFT = 12

export function header({title, group, wallClock}: Header): Json {
  const schema = (name: string): string => `urn:ietf:params:qlog:events:${name}-${DRAFT}`
  return {
    file_schema: 'urn:ietf:params:qlog:file:sequential',
    serialization_format: 'application/qlog+json-seq',
    title,
    trace: {
      vantage_point: {name: 'masque', type: 'client'},
      event_schemas: ['quic', 'http3', 'http', 'loglevel'].map(schema),
      common_fields: {
        group_id: group,
        time_format: 'relative_to_epoch',
        reference_time: {clock_type: 'monotonic', epoch: 'unknown', wall_clock_time: wallClock},
      },
    },
  }
}

export class QlogFile {
  #descriptor: number | undefined
  #failure: unknown

  constructor(readonly path: string) {
    this.#try(() => {
      this.#descriptor = openSync(path, 'w')
    })
  }

  write(record: Json): void {
    const text = `${RECORD_SEPARATOR}${jsonText(record)}\n`
    this.#try(() => {
      if (this.#descriptor !== undefined) writeSync(this.#descriptor, text)
    })
  }

  /** @throws an errno error, of the first thing that went wrong */
  end(): void {
    this.#try(() => {
      if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    })
    this.#descriptor = undefined
    if (this.#failure !== undefined) throw this.#failure as Error
  }

  #try(act: () => void): void {
    if (this.#failure !== undefined) return
    try {
      act()
    } catch (error) {
      this.#failure = Object.assign(error as Error, {path: this.path})
    }
  }
}
