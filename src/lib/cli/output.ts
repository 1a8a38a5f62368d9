/**
 * Where the answer goes. A closed pipe is the reader's right: the rest is dropped, and whoever produces it is told to
 * stop. Nothing is ever cut because the process ended too soon: exit codes are set, not exited with.
 */
import {createWriteStream, type WriteStream} from 'node:fs'
import {once} from 'node:events'
import {CliError} from './errors.js'

/** What stands for the width of a terminal where there is none. */
export const PIPE_COLUMNS = 100

/** From now on trouble with stdout is a fact for the end, not an exception out of nowhere, as oclif has it. */
export function watchStdout(stream: NodeJS.WriteStream): {failure(): Promise<CliError | undefined>} {
  let failure: CliError | undefined
  stream.removeAllListeners('error')
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failure ??= cannotWrite('standard output', error)
  })
  return {
    /** Once everything was written, or could not be. */
    async failure() {
      await new Promise<void>(resolve => stream.write('', () => resolve()))
      return failure
    },
  }
}

export interface Sink {
  write(text: string): void
  /** Resolves when everything is where it belongs. @throws CliError */
  end(): Promise<void>
}

export function stdoutSink(stream: NodeJS.WriteStream, onClosed: () => void): Sink {
  let closed = false
  const onError = (error: NodeJS.ErrnoException): void => {
    // EPIPE: nobody reads any more. Other errors (a full disk behind a redirection) are told by `end`.
    if (error.code !== 'EPIPE') failure ??= error
    if (!closed) onClosed()
    closed = true
  }
  let failure: NodeJS.ErrnoException | undefined
  stream.on('error', onError)
  return {
    write(text) {
      if (!closed) stream.write(text)
    },
    async end() {
      if (!closed) await new Promise<void>(resolve => stream.write('', () => resolve()))
      stream.off('error', onError)
      if (failure) throw cannotWrite('standard output', failure)
    },
  }
}

/** @param isKept what is in the file already stays before it @throws CliError at once if the file cannot be made */
export async function fileSink(path: string, isKept = false): Promise<Sink> {
  const stream: WriteStream = createWriteStream(path, {flags: isKept ? 'a' : 'w'})
  try {
    await once(stream, 'open')
  } catch (error) {
    // Nothing was sent yet, and the path is the user's.
    throw cannotWrite(path, error as NodeJS.ErrnoException, 2)
  }
  let failure: NodeJS.ErrnoException | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error
  })
  return {
    write(text) {
      stream.write(text)
    },
    async end() {
      await new Promise<void>(resolve => {
        stream.on('close', resolve)
        stream.end()
      })
      if (failure) throw cannotWrite(path, failure)
    },
  }
}

/** @param exitCode 2 as long as nothing was sent */
export function cannotWrite(where: string, {code, message}: NodeJS.ErrnoException, exitCode: 2 | 70 = 70): CliError {
  const next = MEND[code ?? ''] ?? 'check the path and who may write there'
  return new CliError(`cannot write to ${where}: ${message}`, {code: code ?? 'EIO', exitCode, next})
}

const MEND: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on that disk',
  EPIPE: 'let the program that reads it read to the end',
  EDQUOT: 'make room within your quota',
  EFBIG: 'raise the limit for the size of files (ulimit -f)',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
}
