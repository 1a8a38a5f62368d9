/** The real command as a process of its own: what it printed, how it ended, how long it took, how much memory it had. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import {Running, type Ended} from '../interop/support/running.js'

/** What has not ended by then hangs: no case is given timeouts that come near. */
const HANGS_AFTER_MS = 120_000
const measure = fileURLToPath(new URL('measure.mjs', import.meta.url))

export interface Outcome extends Ended {
  readonly document: ResultDocument | undefined
  readonly peakMiB: number
}

export interface Command extends AsyncDisposable {
  readonly running: Running
  readonly outcome: Promise<Outcome>
}

/** `probe udp` with these arguments, its result kept in a file beside what it prints. */
export function probeUdp(args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
  return probe('udp', args, env)
}

/** Likewise. */
export function probeIp(args: readonly string[]): Command {
  return probe('ip', args)
}

function probe(what: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Command {
  const folder = mkdtempSync(join(tmpdir(), 'masque-company-'))
  const [peakFile, report] = [join(folder, 'peak'), join(folder, 'result.json')]
  const running = new Running(
    process.execPath,
    ['--import', measure, 'bin/run.js', 'probe', what, ...args, '--report', `json=${report}`],
    {env: {LANG: 'C.UTF-8', MASQUE_TEST_PEAK_FILE: peakFile, ...env}, limitMs: HANGS_AFTER_MS},
  )
  const outcome = running.ended.then(ended => {
    const peakKiB = Number(read(peakFile) ?? Infinity)
    const json = read(report)
    rmSync(folder, {recursive: true})
    return {...ended, document: json ? resultDocument.parse(JSON.parse(json)) : undefined, peakMiB: peakKiB / 1024}
  })
  return {running, outcome, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]()}
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
