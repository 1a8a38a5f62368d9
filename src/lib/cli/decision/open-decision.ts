/** Everything that decides on what will be found, read and checked before anything is sent; and what is written after it. */
import {requirementSetIds, requirementSetNames} from '../../spec/requirement-sets.js'
import type {Requirement} from '../../spec/requirement.js'
import type {RequirementSet} from '../../suite/settle/requirement-set.js'
import type {Decision, Settled} from '../../suite/settle/settle.js'
import type {DecisionWish} from '../check-flags.js'
import {CliError} from '../errors.js'
import {openBaseline, saveBaseline, type BaselineFile} from './baseline-file.js'
import {openWaivers} from './waivers-file.js'

export interface OpenDecision extends Decision {
  readonly baseline: BaselineFile | undefined
}

/** @throws CliError */
export async function openDecision(wish: DecisionWish, all: readonly Requirement[]): Promise<OpenDecision> {
  const {failOn, flaky, baseline, updateBaseline} = wish
  const set = wish.requirements === undefined ? undefined : await openSet(wish.requirements)
  const waivers = await openWaivers(wish.waivers, all)
  const known = baseline && {file: baseline, update: updateBaseline, waivers: waivers?.waivers ?? [], all}
  return {failOn, flaky, set, waivers, baseline: known ? await openBaseline(known) : undefined}
}

/** Writes the baseline if it is to be updated; whether it was. @throws CliError */
export async function keepDecision({baseline}: OpenDecision, {newLines}: Settled): Promise<boolean> {
  if (!baseline || !newLines) return false
  await saveBaseline(baseline, newLines)
  return true
}

async function openSet(name: string): Promise<RequirementSet> {
  const ids = await requirementSetIds(name)
  if (ids) return {name, ids}
  const names = await requirementSetNames()
  throw new CliError(`--requirements ${name}: there is no such set`, {
    code: 'no-such-set',
    next: names.length === 0 ? 'without the flag everything counts' : `there is ${names.join(', ')}`,
  })
}
