/** Where what is worth keeping for a while is kept: the XDG state directory, with a place for each session. */
import {mkdir} from 'node:fs/promises'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {CliError} from './errors.js'

export function stateHome(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_STATE_HOME']
  return join(base === undefined || base === '' ? join(homedir(), '.local', 'state') : base, 'masque')
}

/** A directory of its own for what began at this time, for its owner alone. @throws CliError */
export async function sessionDirectory(began: Date, home = stateHome()): Promise<string> {
  const name = began.toISOString().replaceAll(':', '-').replace(/Z$/, '')
  try {
    await mkdir(home, {recursive: true, mode: 0o700})
    for (let number = 1; ; number++) {
      const path = join(home, number === 1 ? name : `${name}-${number}`)
      if (await made(path)) return path
    }
  } catch (error) {
    const {code = 'EIO', message} = error as NodeJS.ErrnoException
    throw new CliError(`cannot record the session in ${home}: ${message}`, {
      code,
      next: '--no-record, or XDG_STATE_HOME=DIR with a directory that can be written to',
    })
  }
}

async function made(path: string): Promise<boolean> {
  try {
    await mkdir(path, {mode: 0o700})
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
