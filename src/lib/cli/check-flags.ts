/**
 * Flags of `check` that choose what is looked at, and that decide on what is found. Plain values come of them; the files
 * they name are read by decision/open-decision.ts.
 */
import {Flags} from '@oclif/core'
import {NEEDS, RUN_CLASSES, type Need, type Requirement, type RunClass} from '../spec/requirement.js'
import {FAIL_ONS, type FailOn} from '../spec/verdict.js'
import {FLAKY_POLICIES, type FlakyPolicy} from '../suite/settle/flaky.js'
import {notAPrefix} from './decision/known-ids.js'
import {CliError} from './errors.js'
import {count} from './parsers.js'

const SELECTION = {helpGroup: 'SELECTION'}
const DECISION = {helpGroup: 'DECISION'}
const NOTHING = 'nothing'
/** An untestable one is never looked at. */
const CLASSES = RUN_CLASSES.filter((each): each is Exclude<RunClass, 'untestable'> => each !== 'untestable')

export const selectionFlags = {
  only: Flags.string({
    multiple: true,
    delimiter: ',',
    helpValue: 'ID',
    description: 'These requirements: rfc9298, rfc9298/3.1, rfc9298/3.1/df-bit; with commas, or repeated.',
    env: 'MASQUE_ONLY',
    ...SELECTION,
  }),
  skip: Flags.string({
    multiple: true,
    delimiter: ',',
    helpValue: 'ID',
    description: 'Not these; stronger than --only.',
    env: 'MASQUE_SKIP',
    ...SELECTION,
  }),
  class: Flags.option({
    options: CLASSES,
    multiple: true,
    delimiter: ',',
    description: 'What tests may do to the proxy; safe alone by default.',
    env: 'MASQUE_CLASS',
    ...SELECTION,
  })(),
  needs: Flags.option({
    options: [NOTHING, ...NEEDS] as const,
    multiple: true,
    delimiter: ',',
    description:
      'Only requirements that need no more than this; without it, those whose needs are not met say what is missing.',
    env: 'MASQUE_NEEDS',
    ...SELECTION,
  })(),
  list: Flags.boolean({
    description: 'What would be sent, and how long it takes; nothing is sent.',
    env: 'MASQUE_LIST',
    ...SELECTION,
  }),
  resume: Flags.string({
    helpValue: 'FILE',
    description: 'Go on where this saved run was interrupted: what it found is not looked at again.',
    env: 'MASQUE_RESUME',
    ...SELECTION,
  }),
}

export const decisionFlags = {
  confirm: count(
    'confirm',
    0,
    20,
  )({
    default: 2,
    description: 'How often a failure is seen again before it is one.',
    env: 'MASQUE_CONFIRM',
    ...DECISION,
  }),
  waivers: Flags.string({
    helpValue: 'FILE',
    description: 'Accepted deviations, with reason and end; masque.waivers.toml where there is one.',
    env: 'MASQUE_WAIVERS',
    ...DECISION,
  }),
  baseline: Flags.string({
    helpValue: 'FILE',
    description:
      'Known outcomes: listed and failing is 0, not listed and failing is 1, listed and passing is stale and 1.',
    env: 'MASQUE_BASELINE',
    ...DECISION,
  }),
  'update-baseline': Flags.boolean({
    description: 'Write what this run finds into the baseline.',
    env: 'MASQUE_UPDATE_BASELINE',
    dependsOn: ['baseline'],
    ...DECISION,
  }),
  requirements: Flags.string({
    helpValue: 'SET',
    description: 'A frozen set (2026.1): what came later is shown, and does not count.',
    env: 'MASQUE_REQUIREMENTS',
    ...DECISION,
  }),
  'fail-on': Flags.option({
    options: FAIL_ONS,
    description: 'What makes the exit code 1: a failed must; a warning, too; what stays undecided, too; or nothing.',
    env: 'MASQUE_FAIL_ON',
    ...DECISION,
  })({default: 'must'}),
  flaky: Flags.option({
    options: FLAKY_POLICIES,
    description: 'What counts as what if a failure is not seen each time; undecided by default.',
    env: 'MASQUE_FLAKY',
    ...DECISION,
  })(),
}

export interface SelectionFlagValues {
  readonly only?: readonly string[] | undefined
  readonly skip?: readonly string[] | undefined
  readonly class?: readonly RunClass[] | undefined
  readonly needs?: readonly (Need | typeof NOTHING)[] | undefined
  readonly list?: boolean | undefined
  readonly resume?: string | undefined
}

export interface DecisionFlagValues {
  readonly confirm: number
  readonly waivers?: string | undefined
  readonly baseline?: string | undefined
  readonly 'update-baseline'?: boolean | undefined
  readonly requirements?: string | undefined
  readonly 'fail-on': FailOn
  readonly flaky?: FlakyPolicy | undefined
}

/** The beginnings of ids are documents, sections or ids: `isBelow` in spec/registry.ts says what is below them. */
export interface Selection {
  /** None: all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly classes: readonly RunClass[]
  /** What may be needed; undefined: anything. */
  readonly needs: readonly Need[] | undefined
  readonly list: boolean
  /** A saved run to go on with. */
  readonly resume: string | undefined
}

export interface DecisionWish {
  /** How many more times a failure is looked at. */
  readonly confirm: number
  readonly failOn: FailOn
  readonly flaky: FlakyPolicy | undefined
  readonly waivers: string | undefined
  readonly baseline: string | undefined
  readonly updateBaseline: boolean
  readonly requirements: string | undefined
}

/** @throws CliError for what no requirement begins with */
export function readSelection(flags: SelectionFlagValues, all: readonly Requirement[]): Selection {
  return {
    only: readIds('only', flags.only, all),
    skip: readIds('skip', flags.skip, all),
    classes: flags.class && flags.class.length > 0 ? [...new Set(flags.class)] : ['safe'],
    needs: flags.needs && [...new Set(flags.needs)].filter(need => need !== NOTHING),
    list: flags.list ?? false,
    resume: flags.resume,
  }
}

export function readDecision(flags: DecisionFlagValues): DecisionWish {
  const {confirm, waivers, baseline, requirements, flaky} = flags
  const {'fail-on': failOn, 'update-baseline': updateBaseline = false} = flags
  return {confirm, failOn, flaky, waivers, baseline, updateBaseline, requirements}
}

function readIds(flag: string, ids: readonly string[] = [], all: readonly Requirement[]): readonly string[] {
  return [...new Set(ids.map(id => id.trim().replace(/\/$/, '')))].map(id => {
    const unknown = notAPrefix(id, all)
    if (!unknown) return id
    throw new CliError(`--${flag} ${id}: ${unknown.problem}`, {code: 'no-such-requirement', next: unknown.next})
  })
}
