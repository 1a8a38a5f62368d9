/** What all words that send have in common: on which tunnels, one after the other, and what `dry` shows of it. */
import {tunnel} from '../grammar/param.js'
import {DONE, type Outcome} from '../session/outcome.js'
import {openTunnelOf, sendOn, type Sending} from '../session/sending.js'
import type {Session} from '../session/session.js'
import type {ShellTunnel} from '../session/tunnel.js'
import {dryOn} from './dry.js'
import type {DryPart} from './word.js'

export const ON = {on: tunnel} as const

type Make = (made: ShellTunnel) => Sending

/** @throws UserError */
export async function sendEverywhere(
  session: Session,
  on: string | undefined,
  make: Make,
  signal: AbortSignal,
): Promise<Outcome> {
  const all = session.tunnels.several(on)
  for (const made of all) openTunnelOf(made)
  for (const made of all) {
    const outcome = await sendOn(session, made, make(made), signal)
    if (outcome.outcome !== 'done') return outcome
  }
  return DONE
}

/** @throws UserError */
export function dryEverywhere(session: Session, on: string | undefined, make: Make): readonly DryPart[] {
  return session.tunnels.several(on).flatMap(made => dryOn(made, make(made)))
}
