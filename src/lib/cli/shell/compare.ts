/** `replay --diff RUN`: what this run brought, held against what another one had brought when it was saved. */
import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import {crossing} from '../../evidence/saved-run.js'
import type {EvidenceEvent, EvidenceSink} from '../../evidence/event.js'
import {Answers, differences} from '../../shell/script/diff.js'
import {escape} from '../../style/escape.js'
import {openSavedRun} from '../saved-runs.js'

/** Listens to this run. */
export class AnswersSink implements EvidenceSink {
  readonly wants: EvidenceSink['wants'] = new Set(['tunnel', 'run'])
  readonly answers = new Answers()

  take({what}: EvidenceEvent): void {
    if (what.kind === 'run' && what.event.event === 'line') this.answers.line(what.event.text)
    else if (what.kind === 'tunnel' && what.direction === 'received') this.answers.came(crossing(what.what))
  }

  async end(): Promise<void> {
    await Promise.resolve()
  }
}

/** A saved run, or the directory of a session with one in it. @throws CliError */
export async function readAnswers(path: string): Promise<Answers> {
  const answers = new Answers()
  for await (const line of (await openSavedRun(await fileAt(path))).events) {
    if (line.kind === 'run' && line.event.event === 'line') answers.line(line.event.text)
    else if (line.kind === 'tunnel' && line.direction === 'received') answers.came(line.what)
  }
  return answers
}

async function fileAt(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, 'run.jsonl') : path
  } catch {
    // Opening it says why.
    return path
  }
}

export function compare(path: string, earlier: Answers, now: Answers): {lines: readonly string[]; differs: boolean} {
  const found = differences(earlier, now)
  const head = found.length === 0 ? `no difference to ${path}` : `- ${path}, + this run`
  return {lines: [escape(head), ...found.map(escape)], differs: found.length > 0}
}
