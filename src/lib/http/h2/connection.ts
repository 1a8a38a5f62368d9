/**
 * HTTP/2 on one byte stream, either side: node:http2 does the work, an observer says what really crossed, and together
 * they know how it ended. Requests are in client.ts and server.ts.
 */
import {connect, performServerHandshake, type Http2Session, type SessionOptions} from 'node:http2'
import type {ByteStream} from '../../net/stream/byte-stream.js'
import {nextTurn, type Clock} from '../../spec/clock.js'
import {H2} from '../../wire/error-codes.js'
import * as frame from '../../wire/h2-frame.js'
import * as payload from '../../wire/h2-payload.js'
import type {Setting} from '../../wire/h2-settings.js'
import type {Ending} from '../ending.js'
import {Watchers} from '../watchers.js'
import {connectionEnding, type SessionFailure} from './endings.js'
import {ObservedStream} from './observed-stream.js'
import {Observer, type Goaway} from './observer.js'
import type {Rewriter} from './rewriter.js'
import {nodeSettings} from './settings.js'

export interface H2Options {
  readonly clock: Clock
  /** What we announce; in which order, node:http2 decides. */
  readonly settings: readonly Setting[]
  /** Changes what comes, or what leaves. */
  readonly rewriters?: {readonly received?: Rewriter | undefined; readonly sent?: Rewriter | undefined}
}

/** For all streams together; each is held back by its own window. */
const CONNECTION_WINDOW = 16 << 20
/** Megabytes: of a thousand tunnels that are all in use, too. */
const SESSION_MEMORY = 256

export class H2Connection {
  readonly observer: Observer
  readonly #session: Http2Session
  readonly #wire: ObservedStream
  #over: Ending | undefined
  #closedByUs = false
  #spoken = false
  #failure: SessionFailure | undefined
  #settleSettings!: () => void
  #settleEnded!: (ending: Ending) => void

  /** Settles when the peer's SETTINGS are there, or the connection is over without. */
  readonly settingsArrived = new Promise<void>(resolve => {
    this.#settleSettings = resolve
  })
  readonly ended = new Promise<Ending>(resolve => {
    this.#settleEnded = resolve
  })
  /** The same for those that come and go. */
  readonly watchers = new Watchers(this.ended)
  /** A request was written: the peer lets us have a stream. */
  requestWritten = false

  constructor(
    private readonly stream: ByteStream,
    readonly isServer: boolean,
    {clock, settings, rewriters = {}}: H2Options,
    onGoaway: (goaway: Goaway) => void = () => undefined,
  ) {
    this.observer = new Observer(isServer, settings, {
      onSettings: () => {
        this.#settleSettings()
      },
      onGoaway,
      onGivenUp: () => {
        // When the GOAWAY has left. What node:http2 knows it says when its stream is gone.
        nextTurn(() => {
          this.#wire.destroy()
        })
      },
      onRequestWritten: () => {
        this.requestWritten = true
      },
    })
    const {received, sent} = this.observer
    const events = {
      onReceived: (bytes: Uint8Array) => {
        const taken = rewriters.received?.push(bytes) ?? bytes
        received.push(taken)
        return taken
      },
      onSent: (bytes: Uint8Array) => {
        this.#spoken = true
        const leaving = rewriters.sent?.push(bytes) ?? bytes
        sent.push(leaving)
        return leaving
      },
      onEnd: () => {
        this.#end()
      },
    }
    this.#wire = new ObservedStream(stream, events, clock)
    this.#session = session(this.#wire, isServer, {
      settings: nodeSettings(settings),
      maxSessionMemory: SESSION_MEMORY,
      maxHeaderListPairs: 1000,
    })
    this.#follow()
  }

  get session(): Http2Session {
    return this.#session
  }

  /** Undefined while the connection is there. */
  get over(): Ending | undefined {
    return this.#over
  }

  /** As received; undefined until they are. */
  get peerSettings(): readonly Setting[] | undefined {
    return this.observer.peerSettings
  }

  /** The peer said GOAWAY. */
  get goingAway(): boolean {
    return this.observer.goaway !== undefined
  }

  /** Says GOAWAY and ends the byte stream; resolves when that is gone. */
  async close(): Promise<void> {
    if (!this.#over && !this.#closedByUs) {
      this.#closedByUs = true
      // After the preface: before it there is nobody to say it to.
      if (this.#spoken) this.#wire.insert(goaway(this.observer.lastRequest))
      this.#end()
    }
    await this.stream.over
  }

  #follow(): void {
    this.#session.on('error', (error: SessionFailure) => {
      this.#failure ??= error
    })
    this.#session.on('close', () => {
      this.#end()
    })
  }

  #end(): void {
    if (this.#over) return
    this.#over = this.#closedByUs ? CLOSED : this.#seen()
    this.#wire.destroy()
    this.#settleSettings()
    this.#settleEnded(this.#over)
  }

  #seen(): Ending {
    const {goaway, ourGoaway, broken, firstGoodbye} = this.observer
    const stream = this.stream.ending ?? {how: 'closed'}
    return connectionEnding({by: firstGoodbye, goaway, ourGoaway, broken, failure: this.#failure, stream})
  }
}

const CLOSED: Ending = {
  by: 'us',
  how: 'connection-closed',
  scope: 'connection',
  detail: 'we closed the connection',
}

function goaway(lastStreamId: number): Uint8Array {
  return frame.write(frame.GOAWAY, payload.writeGoaway(lastStreamId, H2.NO_ERROR))
}

function session(wire: ObservedStream, isServer: boolean, options: SessionOptions): Http2Session {
  if (isServer) {
    const server = performServerHandshake(wire, options)
    server.setLocalWindowSize(CONNECTION_WINDOW)
    return server
  }
  // The name is never used: every request brings its own pseudo-header fields.
  const client = connect('https://proxy.invalid', {...options, createConnection: () => wire})
  client.on('connect', () => {
    client.setLocalWindowSize(CONNECTION_WINDOW)
  })
  return client
}
