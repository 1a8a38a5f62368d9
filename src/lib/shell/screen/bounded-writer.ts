/** Text to a stream that may be slower than the peer is fast: beyond a backlog events are counted instead of kept. */

export interface TextStream {
  write(text: string): unknown
  readonly writableLength: number
}

const MAX_BACKLOG = 1 << 20

export class BoundedWriter {
  #left = 0

  constructor(
    private readonly stream: TextStream,
    private readonly maxBacklog = MAX_BACKLOG,
  ) {}

  /** What may be left out if there is too much of it. */
  event(line: string): void {
    if (this.stream.writableLength > this.maxBacklog) this.#left++
    else this.lines([line])
  }

  lines(lines: readonly string[]): void {
    if (this.#left > 0) {
      this.stream.write(`# ${this.#left} lines came faster than they can be shown; the saved run has them\n`)
      this.#left = 0
    }
    if (lines.length > 0) this.stream.write(lines.map(line => `${line}\n`).join(''))
  }
}
