/** `--resume FILE`: what an earlier run found is taken over from what it saved. */
import {keyOf} from '../suite/run.js'
import type {Looked} from '../suite/version-run.js'
import {CliError} from './errors.js'
import {openSavedRun} from './saved-runs.js'

/** By requirement and version of HTTP. What was not decided is looked at again. @throws CliError */
export async function readLooked(path: string): Promise<ReadonlyMap<string, Looked>> {
  const {begin, events} = await openSavedRun(path)
  if (begin.command !== 'check') {
    throw new CliError(`${path} was saved by \`masque ${begin.command}\`, and not by a check`, {
      code: 'other-command',
      next: 'a file that masque check wrote with --save FILE',
    })
  }
  const known = new Map<string, Looked>()
  for await (const event of events) {
    if (event.kind !== 'looked' || isOpen(event.result.label)) continue
    known.set(keyOf(event.result.id, event.result.http), {result: event.result, seen: event.seen})
  }
  return known
}

function isOpen(label: string): boolean {
  return label === 'inconclusive' || label === 'error'
}
