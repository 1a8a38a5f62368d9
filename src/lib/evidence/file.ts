/**
 * A file that evidence goes to, piece by piece. Each write is with the system when it returns, so that what was seen
 * survives however the process ends: a cut last piece is the worst. Trouble is kept for the end, as results stand without it.
 */
import {writeSync} from 'node:fs'
import {open, type FileHandle} from 'node:fs/promises'

export interface FileOptions {
  /** Put behind what is there already. */
  readonly append?: boolean
  /** For its owner alone, when it is made: secrets are in it. */
  readonly isSecret?: boolean
}

export class EvidenceFile {
  #failure: unknown

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws an errno error */
  static async open(path: string, {append = false, isSecret = false}: FileOptions = {}): Promise<EvidenceFile> {
    return new EvidenceFile(path, await open(path, append ? 'a' : 'w', isSecret ? 0o600 : 0o666))
  }

  write(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.handle.fd, bytes, at, bytes.length - at)
    } catch (error) {
      this.#failure = error
    }
  }

  /** @throws an errno error with the `path`: what could not be written is missing from there on */
  async end(): Promise<void> {
    try {
      await this.handle.close()
    } catch (error) {
      this.#failure ??= error
    }
    if (this.#failure !== undefined) throw Object.assign(this.#failure as Error, {path: this.path})
  }
}
