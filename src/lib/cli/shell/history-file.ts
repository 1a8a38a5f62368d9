/** What was typed in earlier sessions: a line each, oldest first. Lines with secrets never get here. */
import {appendFile, mkdir, readFile, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {stateHome} from '../state-home.js'

const KEPT = 1000

/** MASQUE_HISTORY names the file; empty, there is none. */
export function historyPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['MASQUE_HISTORY']
  if (named === '') return undefined
  return named ?? join(stateHome(env), 'history')
}

export class HistoryFile {
  #pending: Promise<unknown> = Promise.resolve()

  constructor(private readonly path: string | undefined) {}

  /** Oldest first. What cannot be read is no history, and no trouble. */
  async read(): Promise<readonly string[]> {
    if (this.path === undefined) return []
    try {
      const lines = (await readFile(this.path, 'utf8')).split('\n').filter(line => line !== '')
      const kept = lines.slice(-KEPT)
      if (lines.length > KEPT * 2) await writeFile(this.path, `${kept.join('\n')}\n`, {mode: 0o600})
      return kept
    } catch {
      return []
    }
  }

  add(line: string): void {
    const {path} = this
    if (path === undefined || line.trim() === '') return
    this.#pending = this.#pending
      .then(() => mkdir(dirname(path), {recursive: true, mode: 0o700}))
      .then(() => appendFile(path, `${line}\n`, {mode: 0o600}))
      // A history that cannot be written is not worth a word in the middle of a session.
      .catch(() => undefined)
  }

  async end(): Promise<void> {
    await this.#pending
  }
}
