/**
 * What a result weighs in this run, beyond its label: what a baseline knows, and what is younger than the frozen set that
 * was asked for, is shown and turns no exit code. So no format may make a failure of it either.
 */
import type {Label} from '../../spec/verdict.js'
import type {Result} from '../document.js'

export type Standing = Label | 'known' | 'unscored'

type Weighed = Pick<Result, 'label' | 'scored' | 'baseline'>

export function standingOf({label, scored, baseline}: Weighed): Standing {
  if (!canTurnTheExitCode(label)) return label
  if (scored === false) return 'unscored'
  return baseline === 'known' ? 'known' : label
}

/** Errors are ours and always count. */
function canTurnTheExitCode(label: Label): boolean {
  return label === 'fail' || label === 'warn' || label === 'inconclusive'
}

/** Why something that looks bad does not count; undefined: it does. */
export function excuseOf(result: Weighed & Pick<Result, 'waived'>): string | undefined {
  if (result.waived) return `waived until ${result.waived.until}: ${result.waived.reason}`
  switch (standingOf(result)) {
    case 'known':
      return 'known in the baseline'
    case 'unscored':
      return 'younger than the requirement set that was asked for'
    default:
      return undefined
  }
}
