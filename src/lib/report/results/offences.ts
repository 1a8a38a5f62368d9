/**
 * What turns the exit code of a check although no result is a violation: waivers that are over, lines of a baseline that
 * are not true any more, and what --fail-on counts. A format that shows failures has to show these as such.
 */
import {checkFacts} from '../check-facts.js'
import type {ResultDocument} from '../document.js'
import {idsOf, some} from './ids.js'

export interface Offence {
  /** What is not so: the same in every run. */
  readonly rule: string
  /** `2 waivers are over`. */
  readonly words: string
  /** Which. */
  readonly lines: readonly string[]
}

export function offencesOf(document: ResultDocument): Offence[] {
  const facts = checkFacts.safeParse(document.facts)
  const {waivers = null, baseline = null} = facts.success ? facts.data : {}
  const found = [
    ...of('no waiver is over', waivers?.expired, 'waiver is over', 'waivers are over'),
    ...of('every waiver is needed', waivers?.stale, 'waiver is not needed any more', 'waivers are not needed any more'),
    ...of(
      'the baseline is up to date',
      baseline?.stale,
      'line of the baseline is stale',
      'lines of the baseline are stale',
    ),
  ]
  const isExplained = found.length > 0 || idsOf(document, 'fail') > 0
  return document.command !== 'check' || document.verdict !== 'violated' || isExplained ? found : byFailOn(document)
}

/** Nothing else can have made it a violation. */
function byFailOn(document: ResultDocument): Offence[] {
  const counted = [
    ...some(idsOf(document, 'warn'), 'warning', 'warnings'),
    ...some(idsOf(document, 'inconclusive'), 'undecided requirement', 'undecided requirements'),
  ]
  return [
    {
      rule: 'nothing that --fail-on counts',
      words: `--fail-on counts more than violations: ${counted.join(', ')}`,
      lines: [],
    },
  ]
}

function of(rule: string, lines: readonly string[] = [], one: string, several: string): Offence[] {
  return some(lines.length, one, several).map(words => ({rule, words, lines}))
}
