/**
 * A proxy that fell silent in the middle of a run: since when, and what was under way then, as that may be what ended it.
 * No verdict is made of it, as several requirements are looked at side by side; it is said, so that nobody overlooks it.
 */
import type {HttpVersion} from '../http/transport.js'
import type {Task} from './schedule.js'

/** Since when a control has failed, and how. */
export interface Lost {
  /** When it was heard last. */
  readonly lastMs: number
  /** When it was given up. */
  readonly sinceMs: number
  readonly why: string
}

export interface Looking extends Task {
  readonly beganMs: number
  readonly endedMs: number
}

const MOST_NAMED = 6

/** @param looked all that were really looked at, over any version: whoever ended the proxy ended it for all */
export function lostWords(
  http: HttpVersion,
  {lastMs, sinceMs, why}: Lost,
  {looked, beganMs}: {readonly looked: readonly Looking[]; readonly beganMs: number},
): string {
  const isHeard = Number.isFinite(lastMs)
  const then = looked.filter(task => isHeard && task.beganMs <= sinceMs && task.endedMs >= lastMs)
  const provoking = then.filter(({probe}) => probe.provokes)
  const suspects = provoking.length > 0 ? provoking : then
  const names = suspects.map(task => `${task.probe.requirement.id} over HTTP/${task.http}`)
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  const when = isHeard ? `last heard ${((lastMs - beganMs) / 1000).toFixed(1)} s after the start` : 'never heard'
  const underWay =
    names.length === 0
      ? ''
      : `; under way then, and one of them may have ended it: ${names.slice(0, MOST_NAMED).join(', ')}${more}`
  return `over HTTP/${http} the proxy was lost in the middle of the run (${when}; ${why}), so what came later was not looked at${underWay}`
}
