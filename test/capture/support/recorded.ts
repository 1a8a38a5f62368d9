/** A run of ours with everything kept, in a folder that is gone when the test is over. */
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {savedLine, type SavedLine} from '../../../src/lib/report/saved-run.js'
import {masque} from '../../interop/support/cli.js'

export interface Folder extends AsyncDisposable {
  readonly path: string
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'masque-capture-'))
  return {path, [Symbol.asyncDispose]: () => rm(path, {recursive: true})}
}

export class Recorded implements AsyncDisposable {
  private constructor(
    private readonly folder: Folder,
    readonly pcap: string,
    readonly lines: readonly SavedLine[],
  ) {}

  /** Of `probe udp`. @throws Error unless it carries both ways */
  static run(...args: readonly string[]): Promise<Recorded> {
    return Recorded.#of('udp', args)
  }

  /** Of `probe ip`. @throws Error unless it carries both ways */
  static runIp(...args: readonly string[]): Promise<Recorded> {
    return Recorded.#of('ip', args)
  }

  static async #of(kind: 'udp' | 'ip', args: readonly string[]): Promise<Recorded> {
    const folder = await temporaryFolder()
    const [pcap, save] = [join(folder.path, 'run.pcapng'), join(folder.path, 'run.jsonl')]
    const files = ['--pcap', pcap, '--save', save]
    const {code, stderr} = await masque('probe', kind, ...args, '--count', '5', '--interval', '0.01', ...files).ended
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
    const text = await readFile(save, 'utf8')
    const lines = text.trimEnd().split('\n')
    return new Recorded(
      folder,
      pcap,
      lines.map(line => savedLine.parse(JSON.parse(line))),
    )
  }

  file(name: string): string {
    return join(this.folder.path, name)
  }

  /** What crossed tunnels as datagrams, by number; what never left did not. */
  get datagrams(): ReadonlyMap<number, {readonly direction: string; readonly sha256Hex: string}> {
    return new Map(
      this.lines.flatMap(line =>
        line.kind === 'tunnel' && line.what.kind === 'datagram' && line.what.notSent === undefined
          ? [[line.number, {direction: line.direction, sha256Hex: line.what.sha256Hex}] as const]
          : [],
      ),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.folder[Symbol.asyncDispose]()
  }
}
