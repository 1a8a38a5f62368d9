/** The result document of a session: what was expected and what became of it. */
import type {ResultDocument} from '../../report/document.js'
import {round} from '../../reach/phases.js'
import type {Driven} from '../../shell/script/drive.js'
import type {Results} from '../../shell/script/results.js'
import type {RunBegan} from '../evidence.js'
import type {ShellOptions} from './options.js'
import type {Surroundings} from './surroundings.js'

export interface Concluded {
  readonly options: ShellOptions
  readonly around: Surroundings
  readonly results: Results
  readonly began: RunBegan
  readonly driven: Driven
  /** With another run that it was held against; undefined: with none. */
  readonly differs: boolean | undefined
  /** A person left a prompt: what was expected there is shown, and no test. */
  readonly isConversation?: boolean
}

export function concludeSession(concluded: Concluded): ResultDocument {
  const {options, around, results, began, differs, driven, isConversation = false} = concluded
  const {command, tool, seed, platform, reach, failOn, signal} = options
  const mustTest = command === 'replay' && differs === undefined
  const isBroken = driven.problem !== undefined
  const told = results.conclude({interrupted: signal.aborted, failOn: isConversation ? 'never' : failOn, mustTest})
  const undecided = told.verdict === 'met' && (differs === true || isBroken)
  const warnings = [...results.warnings]
  if (mustTest && results.expectations === 0)
    warnings.push('there is no expectation in it, so nothing was tested: expect datagram within 1s')
  if (reach.trust.trust === 'anything') warnings.push('the certificate was not checked (--insecure)')
  return {
    schema: 1,
    tool,
    command,
    seed,
    startedAt: began.wall.toISOString(),
    durationMs: round(platform.clock.now() - began.ms),
    proxy: {
      template: around.templates?.udp.text ?? '',
      authority: around.templates?.udp.authority ?? '',
      addresses: [],
    },
    roads: [],
    facts: {expectations: results.expectations, ...(differs !== undefined && {differs})},
    ...told,
    ...(undecided && {verdict: 'inconclusive', exitCode: 3}),
    warnings,
  }
}
