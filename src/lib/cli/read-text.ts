/** Files that flags name: small ones, whatever stands at the path. A pipe will do, a device that never ends will not. */
import {createReadStream} from 'node:fs'
import {CliError} from './errors.js'

/** Keys, tokens, certificates: all the roots of a system are a quarter of this. */
const MAX_BYTES = 1 << 20

/** @throws CliError */
export async function readText(flag: string, path: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk as Buffer)
      size += (chunk as Buffer).length
      if (size > MAX_BYTES) break
    }
  } catch (error) {
    const {code = 'EIO', message} = error as NodeJS.ErrnoException
    throw new CliError(`--${flag} ${path}: ${message}`, {code, next: 'check the path and who may read it'})
  }
  if (size <= MAX_BYTES) return Buffer.concat(chunks).toString('utf8')
  throw new CliError(`--${flag} ${path}: that is more than ${MAX_BYTES >> 10} KiB`, {
    code: 'too-large',
    next: 'check the path: this is no certificate, key or token',
  })
}
