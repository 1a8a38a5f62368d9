/** `requirements`: which there are, by what matters to whoever asks. Nothing of the network is loaded for it. */
import type {HttpVersion} from '../http/transport.js'
import {documentText, linesText} from '../report/answer-text.js'
import {coverageLines, coverageOf, listLines, stateOf, type STATES} from '../report/catalogue/list.js'
import type {ReportTarget} from '../report/reporter.js'
import {allRequirements, isBelow} from '../spec/registry.js'
import type {Binds, Need, Requirement, RunClass} from '../spec/requirement.js'
import type {Level} from '../spec/verdict.js'
import {CliError} from './errors.js'
import {withReference} from './explain.js'

export interface Wish {
  /** The beginnings of ids; none: all. */
  readonly prefixes: readonly string[]
  readonly level?: readonly Level[] | undefined
  readonly binds?: readonly Binds[] | undefined
  readonly over?: readonly HttpVersion[] | undefined
  readonly class?: readonly RunClass[] | undefined
  /** What is there: those that need more are left out. */
  readonly needs?: readonly (Need | 'nothing')[] | undefined
  readonly state?: readonly (typeof STATES)[number][] | undefined
}

export type Shape = 'list' | 'ids' | 'coverage'

/** @throws CliError if there is none */
export async function requirements(
  wish: Wish,
  shape: Shape,
  asJson: boolean,
  look: Pick<ReportTarget, 'columns' | 'style'>,
): Promise<string> {
  const found = (await allRequirements()).filter(one => isWanted(one, wish))
  if (found.length === 0) {
    throw new CliError('there is no such requirement', {
      code: 'no-such-requirement',
      next: 'masque requirements --coverage shows which there are',
    })
  }
  switch (shape) {
    case 'ids':
      return asJson ? documentText({ids: found.map(({id}) => id)}) : linesText(found.map(({id}) => id))
    case 'coverage':
      return asJson ? documentText({coverage: coverageOf(found)}) : linesText(coverageLines(coverageOf(found)))
    case 'list':
      return asJson ? documentText({requirements: found.map(withReference)}) : linesText(listLines(found, look))
  }
}

function isWanted(one: Requirement, wish: Wish): boolean {
  const {prefixes, level, binds, over, class: classes, needs, state} = wish
  return (
    (prefixes.length === 0 || prefixes.some(prefix => isBelow(one.id, prefix))) &&
    isAmong(level, one.level) &&
    (isAmong(binds, one.binds) || (one.binds === 'both' && bindsASide(binds))) &&
    isAmong(classes, one.runClass) &&
    isAmong(state, stateOf(one)) &&
    (over === undefined || one.over.some(version => over.includes(version))) &&
    (needs === undefined || one.needs.every(need => needs.includes(need)))
  )
}

/** What binds both sides binds each of them. */
function bindsASide(binds: readonly Binds[] | undefined): boolean {
  return binds !== undefined && (binds.includes('proxy') || binds.includes('client'))
}

function isAmong<Value>(wanted: readonly Value[] | undefined, value: Value): boolean {
  return wanted === undefined || wanted.includes(value)
}
