/** Servers and clients of other people, as test/peers/NAME runs them. One that is not installed is an error, no skip. */
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import type {Identity} from './identity.js'
import {freePort} from './ports.js'
import {repository} from './repository.js'
import {Running, SERVER_LIMIT_MS} from './running.js'

const folder = join(repository, 'test/peers')

/** All there are. */
export const peerNames: readonly string[] = readdirSync(folder).filter(name =>
  existsSync(join(folder, name, 'install')),
)

export class Peer implements AsyncDisposable {
  constructor(
    readonly process: Running,
    readonly port: number,
  ) {}

  /** Host and port as its template has them. */
  get authority(): string {
    return `localhost:${this.port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]()
  }
}

/**
 * On 127.0.0.1, known as localhost.
 * @param env what `start` reads besides its flags
 * @throws Error that says what it said, if it does not come up
 */
export async function startPeer(
  name: string,
  {cert, key}: Identity,
  env: Readonly<Record<string, string>> = {},
): Promise<Peer> {
  const port = await freePort()
  const args = ['--listen', `127.0.0.1:${port}`, '--cert', cert, '--key', key]
  const running = new Running(`test/peers/${name}/start`, args, {env, limitMs: SERVER_LIMIT_MS})
  await running.printed(/^ready$/m)
  return new Peer(running, port)
}

/** A program that the peer's install made. @throws Error */
export async function peerProgram(name: string, program: string): Promise<string> {
  const {code, stdout, stderr} = await new Running('test/peers/where', [name]).ended
  if (code !== 0) throw new Error(stderr)
  const path = join(stdout.trim(), program)
  if (!existsSync(path)) throw new Error(`${name} is not installed: run test/peers/install ${name}`)
  return path
}
