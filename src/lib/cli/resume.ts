/** `--resume FILE`: what an earlier run found is taken over from what it saved. */
import {keyOf} from '../suite/run.js'
import type {Looked} from '../suite/version-run.js'
import {CliError} from './errors.js'
import {openSavedRun} from './saved-runs.js'

/**
 * By requirement and version of HTTP. What was not decided is looked at again.
 * @param template of the proxy; undefined: the embedded one, which listens on another port each time
 * @throws CliError
 */
export async function readLooked(path: string, template: string | undefined): Promise<ReadonlyMap<string, Looked>> {
  const {begin, events} = await openSavedRun(path)
  if (begin.command !== 'check') {
    throw new CliError(`${path} was saved by \`masque ${begin.command}\`, and not by a check`, {
      code: 'other-command',
      next: 'a file that masque check wrote with --save FILE',
    })
  }
  const known = new Map<string, Looked>()
  for await (const event of events) {
    if (event.kind === 'run' && event.event.event === 'proxy') refuseOther(path, event.event.template, template)
    if (event.kind !== 'looked' || isOpen(event.result.label)) continue
    known.set(keyOf(event.result.id, event.result.http), {result: event.result, seen: event.seen})
  }
  return known
}

/** What one proxy does says nothing of another. */
function refuseOther(path: string, saved: string, template: string | undefined): void {
  if (template === undefined ? isLocal(saved) : saved === template) return
  throw new CliError(`${path} was saved by a check of ${saved}, and this is another proxy`, {
    code: 'other-proxy',
    next: 'the PROXY of that run, as it was typed there, and a file that was saved without --redact; or leave out --resume',
  })
}

function isLocal(template: string): boolean {
  return /^https?:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(template)
}

function isOpen(label: string): boolean {
  return label === 'inconclusive' || label === 'error'
}
