/** `masque report RUN...`: saved runs through the same formats that a probe has. */
import {wireEvent} from '../evidence/wire-event.js'
import type {ResultDocument} from '../report/document.js'
import {Remains} from '../report/interrupted.js'
import type {RunEvent} from '../report/run-event.js'
import {Interrupted} from './errors.js'
import type {Reports} from './reports.js'
import {openSavedRun, type SavedEvent} from './saved-runs.js'
import {reportFailures} from './tell.js'

export interface ReportRuns {
  readonly files: readonly string[]
  readonly reports: Reports
  /** With what crossed the tunnels. */
  readonly wire: boolean
  readonly signal: AbortSignal
}

/** The strongest first. */
const STRENGTH = [130, 1, 70, 3]

/** The exit code: the strongest true statement of all runs. @throws CliError, Interrupted */
export async function reportRuns({files, reports, wire, signal}: ReportRuns): Promise<number> {
  const exitCodes: number[] = []
  try {
    for (const file of files) {
      if (files.length > 1) reports.begin(file)
      const document = await replay(file, wire, signal, event => {
        reports.event(event)
      })
      reports.result(document)
      exitCodes.push(document.exitCode)
    }
  } catch (error) {
    await reports.close()
    throw error
  }
  const exitCode = strongest(exitCodes)
  if (files.length > 1) reports.end(exitCode)
  return reportFailures(await reports.close(), exitCode)
}

export function strongest(exitCodes: readonly number[]): number {
  return STRENGTH.find(code => exitCodes.includes(code)) ?? Math.max(0, ...exitCodes)
}

/** Tells the events again; the result, which a killed run does not have, is then made from them. @throws CliError, Interrupted */
export async function replay(
  file: string,
  wire: boolean,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<ResultDocument> {
  const run = await openSavedRun(file)
  const remains = new Remains(run.begin)
  for await (const line of run.events) {
    if (signal.aborted) throw new Interrupted(`interrupted while reading ${file}`)
    if (line.kind === 'document') return line.document
    remains.at(BigInt(line.tNs))
    const event = eventOf(line, wire)
    if (!event) continue
    remains.event(event)
    onEvent(event)
  }
  return remains.document()
}

function eventOf(line: SavedEvent, wire: boolean): RunEvent | undefined {
  switch (line.kind) {
    case 'run':
      return line.event
    case 'tunnel': {
      const {number, tNs, connection, tunnel, direction, what} = line
      // A road has the number of its connection.
      return wire ? {...wireEvent({number, tNs: BigInt(tNs), tunnel, direction, what}), road: connection} : undefined
    }
    case 'looked':
      return {event: 'result', tMs: Number(BigInt(line.tNs) / 1000n) / 1000, result: line.result}
    case 'connection':
    case 'outer':
    case 'stream':
    case 'document':
      return undefined
  }
}
