/**
 * TAP version 14, which test harnesses read line by line: a test point for each requirement and version of HTTP, with its
 * evidence as a YAML block. What does not count is TODO, what could not be decided is skipped, and a run that was cut
 * short bails out, so that nobody takes it for a good one.
 */
import {escape} from '../style/escape.js'
import {oneFile, type ReportedRun} from './one-file.js'
import type {Format} from './reporter.js'
import {suitesOf, type Case} from './results/cases.js'
import {sentenceOf} from './results/sentence.js'

interface Point {
  readonly run: ReportedRun
  readonly each: Case
}

export const tap: Format = oneFile(runs => {
  const points: Point[] = runs.flatMap(run =>
    suitesOf(run.document).flatMap(({cases}) => cases.map(each => ({run, each}))),
  )
  const lines = [
    'TAP version 14',
    ...runs.flatMap(commentsOf),
    `1..${points.length}`,
    ...points.flatMap((point, index) => pointLines(point, index + 1)),
    ...bailing(runs),
  ]
  return `${lines.join('\n')}\n`
})

function commentsOf({file, document}: ReportedRun): string[] {
  const {tool, command, proxy, seed, verdict, exitCode} = document
  return [
    `# ${file === undefined ? '' : `${plain(file)}: `}${tool.name} ${tool.version} ${command} ${plain(proxy.template)}`,
    `# seed ${seed}, verdict ${verdict}, exit code ${exitCode}`,
    `# ${plain(sentenceOf(document))}`,
  ]
}

function bailing(runs: readonly ReportedRun[]): string[] {
  const cut = runs.find(({document}) => document.verdict === 'interrupted')
  return cut ? [`Bail out! ${plain(sentenceOf(cut.document))}`] : []
}

function pointLines({run, each}: Point, number: number): string[] {
  const {outcome, name, reason} = each
  const ok = outcome === 'good' || outcome === 'left-out'
  const file = run.file === undefined ? '' : `${run.file}: `
  const head = `${ok ? 'ok' : 'not ok'} ${number} - ${description(`${file}${name}`)}${directive(outcome, reason)}`
  // A test point that is plainly good needs no explanation.
  return each.type === 'pass' ? [head] : [head, ...yamlOf(each)]
}

function directive(outcome: Case['outcome'], reason: string): string {
  switch (outcome) {
    case 'left-out':
      return ` # SKIP ${description(reason)}`
    case 'excused':
      return ` # TODO ${description(reason)}`
    case 'good':
    case 'bad':
    case 'broken':
      return ''
  }
}

/** JSON's strings and lists are YAML's, too: nothing else is needed to be safe. */
function yamlOf({type, reason, details, durationMs}: Case): string[] {
  const named = new Map<string, string[]>()
  for (const [name, text] of details) named.set(name, [...(named.get(name) ?? []), plain(text)])
  const fields: readonly (readonly [string, unknown])[] = [
    ['label', type],
    ['message', plain(reason)],
    ['duration_ms', durationMs],
    ...[...named].map(([name, texts]) => [name, texts.length === 1 ? texts[0] : texts] as const),
  ]
  return ['  ---', ...fields.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`), '  ...']
}

/** In a description `#` begins a directive, and a backslash makes it a character like others. */
function description(text: string): string {
  return plain(text).replaceAll(/[\\#]/g, '\\$&')
}

/** One line, whatever was said. */
function plain(text: string): string {
  return escape(text).trim()
}
