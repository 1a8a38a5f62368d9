/**
 * One file to attach to a bug report: saved runs and what was kept with them, the environment, the rendered results, and
 * a README of what is inside. Everything passes the cleaner on its way in, unless secrets were asked for.
 */
import {createReadStream} from 'node:fs'
import {mkdtemp, open, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {jsonText} from '../report/json-text.js'
import type {ResultDocument} from '../report/document.js'
import {writeArchive, type Entry} from './archive.js'
import {clean, type Cleaner} from './clean.js'
import {contentsOf, type Contents} from './contents.js'
import {readme, type Left, type Packed} from './readme.js'

export interface BundleRun {
  readonly path: string
  readonly document: ResultDocument
  /** The table. */
  readonly rendered: string
}

export interface BundleOptions {
  readonly path: string
  readonly runs: readonly BundleRun[]
  /** Captures, logs, whatever else belongs to it. */
  readonly files: readonly string[]
  readonly includeSecrets: boolean
  /** Addresses and names go, too. */
  readonly redact: boolean
  readonly cleaner: Cleaner
  readonly tool: ResultDocument['tool']
  readonly at: Date
}

export interface Bundled {
  readonly packed: readonly Packed[]
  readonly left: readonly Left[]
}

const FOLDER = 'masque-bundle'
const HEAD_BYTES = 65_536

/** @throws an errno error with the path; WireError for a capture that is none */
export async function writeBundle(options: BundleOptions): Promise<Bundled> {
  const folder = await mkdtemp(join(tmpdir(), 'masque-bundle-'))
  try {
    const made = new Making(folder, options)
    await made.all()
    await writeArchive(options.path, FOLDER, made.entries, options.at)
    return made
  } finally {
    await rm(folder, {recursive: true})
  }
}

class Making implements Bundled {
  readonly entries: Entry[] = []
  readonly packed: Packed[] = []
  readonly left: Left[] = []

  constructor(
    private readonly folder: string,
    private readonly options: BundleOptions,
  ) {}

  async all(): Promise<void> {
    const {runs, files} = this.options
    for (const [index, run] of runs.entries()) await this.#run(run, runs.length > 1 ? `-${index + 1}` : '')
    for (const [index, file] of files.entries()) await this.#file(file, index + 1)
    await this.#text('environment.json', 'what ran, and what packed it', jsonText(this.#environment(), 2))
    const {includeSecrets, redact} = this.options
    const text = readme({
      packed: this.packed,
      left: this.left,
      secrets: includeSecrets ? 'included' : 'left-out',
      redacted: redact,
      runs: runs.map(({document: {command, startedAt, verdict}}) => `${command}, ${startedAt}: ${verdict}`),
    })
    await this.#text('README.md', 'this', text)
  }

  async #run({path, document, rendered}: BundleRun, suffix: string): Promise<void> {
    await this.#text(`report${suffix}.txt`, 'the result, to read', rendered)
    await this.#text(`result${suffix}.json`, 'the result, for programs', jsonText(document, 2))
    await this.#stream(`run${suffix}.jsonl`, 'the saved run: masque report shows it again', path, 'run')
  }

  async #file(path: string, number: number): Promise<void> {
    const contents = contentsOf(await headOf(path))
    const file = this.options.redact ? `file ${number}` : path
    const why = this.#objection(contents)
    if (why !== undefined) {
      this.left.push({file, why})
      return
    }
    const {extension, about} = KINDS[contents]
    await this.#stream(`${contents === 'secret' ? 'keys' : contents}-${number}.${extension}`, about, path, contents)
  }

  #objection(contents: Contents): string | undefined {
    const {includeSecrets, redact} = this.options
    if (includeSecrets) return undefined
    if (contents === 'secret') return 'it holds keys; --include-secrets packs it'
    if (contents === 'unknown') return 'what is in it cannot be told, nor cleaned; --include-secrets packs it as it is'
    const isCapture = contents === 'pcapng' || contents === 'pcap'
    return redact && isCapture ? 'a capture shows the addresses that --redact takes out' : undefined
  }

  async #stream(name: string, about: string, source: string, contents: Contents): Promise<void> {
    const {includeSecrets, cleaner} = this.options
    const input = createReadStream(source)
    const output = includeSecrets ? input : clean(contents, input, cleaner)
    const path = join(this.folder, name)
    if (output) await writeFile(path, Readable.from(output))
    this.entries.push({name, path})
    this.packed.push({name, about})
  }

  async #text(name: string, about: string, text: string): Promise<void> {
    const path = join(this.folder, name)
    await writeFile(path, `${text.trimEnd()}\n`)
    this.entries.push({name, path})
    this.packed.push({name, about})
  }

  #environment(): unknown {
    const {tool, at, runs} = this.options
    return {
      runs: runs.map(({document: {tool: by, command, seed, startedAt}}) => ({tool: by, command, seed, startedAt})),
      packed: {tool, at: at.toISOString()},
    }
  }
}

const KINDS: Readonly<Record<Contents, {readonly extension: string; readonly about: string}>> = {
  run: {extension: 'jsonl', about: 'another saved run'},
  pcapng: {extension: 'pcapng', about: 'a capture, for Wireshark'},
  pcap: {extension: 'pcap', about: 'a capture, for Wireshark'},
  qlog: {extension: 'sqlog', about: 'a connection as qlog: packets, frames, HTTP/3'},
  secret: {extension: 'log', about: '**keys**: with them the captures can be read'},
  text: {extension: 'log', about: 'a text file that was given along'},
  unknown: {extension: 'bin', about: 'a file that was given along, as it is'},
}

async function headOf(path: string): Promise<Uint8Array> {
  await using file = await open(path)
  const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.subarray(0, bytesRead)
}
