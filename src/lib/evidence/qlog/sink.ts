/** `--qlog DIR`: a file for each outer connection, in the names of the qlog drafts of the QUIC working group. */
import {accessSync, constants, mkdirSync} from 'node:fs'
import type {EvidenceEvent, EvidenceKind, EvidenceSink} from '../event.js'
import {ConnectionLog, type QlogOptions} from './connection.js'

export class QlogSink implements EvidenceSink {
  readonly wants: ReadonlySet<EvidenceKind> = new Set<EvidenceKind>(['connection', 'outer', 'frames', 'tunnel'])
  readonly #connections = new Map<number, ConnectionLog>()
  readonly #failures: unknown[] = []
  #isTold = false

  /** @throws an errno error if the directory cannot be made or written to */
  constructor(private readonly options: QlogOptions) {
    mkdirSync(options.directory, {recursive: true})
    accessSync(options.directory, constants.W_OK | constants.X_OK)
  }

  take({number, atNs, what}: EvidenceEvent): void {
    switch (what.kind) {
      case 'connection':
        // The drafts know QUIC and HTTP/3: of a connection over TCP there is nothing to put into their names.
        if (what.overTcp) this.#tellNothing()
        else this.#connections.set(what.connection, new ConnectionLog(this.options, {number, atNs, what}))
        break
      case 'outer':
      case 'frames':
      case 'tunnel':
        this.#connections.get(what.connection)?.take({number, atNs, what})
        break
      case 'stream':
      case 'secret':
      case 'run':
      case 'looked':
      case 'document':
        break
    }
  }

  async end(): Promise<void> {
    for (const log of this.#connections.values()) this.#try(log)
    this.#connections.clear()
    const [failure] = this.#failures.splice(0)
    if (failure !== undefined) throw failure as Error
    await Promise.resolve()
  }

  #tellNothing(): void {
    if (!this.#isTold) this.options.onNothing?.()
    this.#isTold = true
  }

  #try(log: ConnectionLog): void {
    try {
      log.end()
    } catch (error) {
      this.#failures.push(error)
    }
  }
}
