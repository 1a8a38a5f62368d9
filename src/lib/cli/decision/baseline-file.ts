/** `--baseline FILE`: read and held against catalogue and waivers before anything is sent, and written whole or not at all. */
import {rename, rm, writeFile} from 'node:fs/promises'
import type {Requirement} from '../../spec/requirement.js'
import {formatBaseline, parseBaseline, type Baseline, type LineProblem} from '../../suite/settle/baseline-text.js'
import {keyOf, type BaselineLine} from '../../suite/settle/baseline.js'
import {covers, type Waiver} from '../../suite/settle/waivers.js'
import {CliError} from '../errors.js'
import {cannotWrite} from '../output.js'
import {readText} from '../read-text.js'
import {notAnId} from './known-ids.js'

export interface BaselineFile extends Baseline {
  readonly file: string
  readonly update: boolean
}

export interface BaselineWish {
  readonly file: string
  readonly update: boolean
  readonly waivers: readonly Waiver[]
  readonly all: readonly Requirement[]
}

/** To be updated, it need not be there, and what is redundant goes by itself. @throws CliError */
export async function openBaseline({file, update, waivers, all}: BaselineWish): Promise<BaselineFile> {
  const text = await readOr(file, update)
  const {header, lines, footer, places, problems} = parseBaseline(text)
  const line = (of: BaselineLine): number => places.get(keyOf(of)) ?? 1
  const semantic = lines.flatMap(one => {
    const found = problemOf(one, waivers, all)
    return found ? [{...found, line: line(one)}] : []
  })
  const [first] = [...problems, ...(update ? [] : semantic)].sort((left, right) => left.line - right.line)
  if (first) throw inWords(file, first)
  const bad = new Set(semantic.map(each => each.line))
  return {file, update, header, footer, lines: lines.filter(one => !bad.has(line(one)))}
}

/** @throws CliError */
export async function saveBaseline(baseline: BaselineFile, lines: readonly BaselineLine[]): Promise<void> {
  const {file} = baseline
  const beside = `${file}.${process.pid}.tmp`
  try {
    await writeFile(beside, formatBaseline({...baseline, lines}))
    await rename(beside, file)
  } catch (error) {
    await rm(beside, {force: true})
    throw cannotWrite(file, error as NodeJS.ErrnoException)
  }
}

async function readOr(file: string, mayBeMissing: boolean): Promise<string> {
  try {
    return await readText('baseline', file)
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'ENOENT') throw error
    if (mayBeMissing) return ''
    throw new CliError(error.message, {code: 'ENOENT', next: '--update-baseline makes it from what this run finds'})
  }
}

function problemOf(
  one: BaselineLine,
  waivers: readonly Waiver[],
  all: readonly Requirement[],
): Pick<LineProblem, 'problem' | 'next'> | undefined {
  const {id, http} = one
  const unknown = notAnId(id, all)
  if (unknown) return unknown
  const over = all.find(each => each.id === id)?.over ?? []
  if (http !== '-' && !over.includes(http)) {
    const problem = `${id} cannot be seen over HTTP/${http}`
    return {problem, next: over.length === 0 ? 'take the line out' : `it can over HTTP/${over.join(', HTTP/')}`}
  }
  if (!waivers.some(waiver => covers(waiver, {id, ...(http !== '-' && {http})}))) return undefined
  return {problem: `${keyOf(one)} is waived as well`, next: 'take it out here, or take the waiver out'}
}

function inWords(file: string, {line, problem, next}: LineProblem): CliError {
  return new CliError(`${file}:${line}: ${problem}`, {code: 'bad-baseline', next})
}
