/** The certificate that peers serve, made by the script that makes it for CI as well; gone when the test is over. */
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Running} from './running.js'

export interface Identity extends AsyncDisposable {
  /** Files. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

export async function makeIdentity(): Promise<Identity> {
  const folder = await mkdtemp(join(tmpdir(), 'masque-interop-'))
  const {code, stderr} = await new Running(process.execPath, ['test/peers/certificate.mjs', folder]).ended
  if (code !== 0) throw new Error(`certificate.mjs failed:\n${stderr}`)
  return {
    ca: join(folder, 'ca.pem'),
    cert: join(folder, 'cert.pem'),
    key: join(folder, 'key.pem'),
    [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true}),
  }
}
