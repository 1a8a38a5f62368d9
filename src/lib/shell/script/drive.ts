/**
 * Runs lines that nobody types: a script, `-x`, a pipe. The first line that fails, is proven wrong or stays undecided
 * ends it, as what follows would rest on it; who wants to see all says so.
 */
import {explain, GrammarError} from '../grammar/error.js'
import {sleep} from '../../spec/clock.js'
import type {Outcome} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import {readItems, type Item} from './read.js'
import type {Runner} from './run.js'

export interface DriveOptions {
  readonly session: Session
  readonly runner: Runner
  readonly keepGoing: boolean
  /** After a last line that acted: what comes back is still shown. */
  readonly lingerMs: number
}

export interface Driven {
  /** Something that acts was run. */
  readonly hasActed: boolean
  /** A line of a pipe that was not understood; those before it were run. */
  readonly problem?: string
}

/** Rejects with the signal's reason. */
export async function drive(
  items: Iterable<Item> | AsyncIterable<Item>,
  {session, runner, keepGoing, lingerMs}: DriveOptions,
  signal: AbortSignal,
): Promise<Driven> {
  let [hasActed, lastActed] = [false, false]
  try {
    for await (const item of items) {
      signal.throwIfAborted()
      lastActed = item.call.word.acts && !item.isDry
      hasActed ||= lastActed
      const outcome = await runner.run(item, signal)
      if (outcome.outcome === 'leave' || (!keepGoing && ends(outcome))) return {hasActed}
    }
  } catch (error) {
    if (error instanceof GrammarError) return {hasActed, problem: explain(error)}
    throw error
  }
  if (lastActed && session.tunnels.all.some(({ending}) => !ending)) await sleep(session.clock, lingerMs, signal)
  return {hasActed}
}

/** A tunnel that did not open may be just what the next line expects. */
function ends(outcome: Outcome): boolean {
  if (outcome.outcome === 'failed') return outcome.tunnel === undefined
  return outcome.outcome === 'violated' || outcome.outcome === 'undecided'
}

/** Each line is read when its turn has come. @throws GrammarError */
export async function* itemsOf(lines: AsyncIterable<string>): AsyncGenerator<Item, void, undefined> {
  for await (const line of lines) yield* readItems(line)
}
