/**
 * For a step of GitHub Actions: annotations on stdout, few of them, because GitHub shows no more than ten; and the page
 * of the step, in Markdown. What a peer said cannot become a command of its own.
 */
import {escape} from '../style/escape.js'
import {markdown} from './markdown/markdown.js'
import {oneFile, type ReportedRun} from './one-file.js'
import type {Format, Reporter} from './reporter.js'
import {detailsOf} from './results/details.js'
import {findingsOf, overWords} from './results/findings.js'
import {offencesOf} from './results/offences.js'
import {sentenceOf} from './results/sentence.js'
import {standingOf} from './results/standing.js'
import {summaryWords} from './results/summary.js'

/** Of each kind it is ten a step; other steps of the job want some, too. */
const MAX_ANNOTATIONS = 10
const MAX_MESSAGE = 4000

interface Annotation {
  readonly kind: 'error' | 'warning'
  readonly title: string
  readonly lines: readonly string[]
}

export const github: Format = target => {
  const commands = oneFile(commandsOf)(target)
  const {summary} = target
  if (!summary) return commands
  return both(commands, markdown({...target, write: text => summary.write(text)}))
}

function both(one: Reporter, other: Reporter): Reporter {
  return {
    begin(file) {
      one.begin?.(file)
      other.begin?.(file)
    },
    finish(document) {
      one.finish(document)
      other.finish(document)
    },
    end(exitCode) {
      one.end?.(exitCode)
      other.end?.(exitCode)
    },
  }
}

function commandsOf(runs: readonly ReportedRun[]): string {
  const all = runs.flatMap(annotationsOf).sort((left, right) => weight(left) - weight(right))
  const lines = [
    ...few(all).map(commandLine),
    ...runs.flatMap(({file, document}) => [
      `${file === undefined ? '' : `${file}: `}masque ${document.command}: ${sentenceOf(document)}`,
      ...(document.results.length > 0 ? [`masque: ${summaryWords(document.summary)}`] : []),
    ]),
  ]
  return lines.map(line => `${harmless(line)}\n`).join('')
}

function annotationsOf({file, document}: ReportedRun): Annotation[] {
  const {results, verdict, command} = document
  const where = file === undefined ? '' : `${file}: `
  const findings = findingsOf(results).flatMap((finding): Annotation[] => {
    const standing = standingOf(finding.result)
    if (standing !== 'fail' && standing !== 'error' && standing !== 'warn') return []
    const {id, title} = finding.result
    const over = overWords(finding.results)
    return [
      {
        kind: standing === 'warn' ? 'warning' : 'error',
        title: `${where}${id}${over === '' ? '' : ` over ${over}`}`,
        lines: [
          ...(title === undefined ? [] : [title]),
          ...detailsOf(finding).map(({name, text}) => `${name}: ${text}`),
        ],
      },
    ]
  })
  const others = offencesOf(document).map(({words, lines}): Annotation => {
    return {kind: 'error', title: `${where}${words}`, lines: lines.length > 0 ? lines : [words]}
  })
  // A step that turns red without a word about it would be a riddle.
  if (verdict === 'met' || (verdict !== 'interrupted' && findings.length + others.length > 0))
    return [...findings, ...others]
  const kind = verdict === 'inconclusive' ? 'warning' : 'error'
  return [...findings, ...others, {kind, title: `${where}masque ${command}`, lines: [sentenceOf(document)]}]
}

function weight({kind}: Annotation): number {
  return kind === 'error' ? 0 : 1
}

/** The gravest; the last one stands for all that are left. */
function few(all: readonly Annotation[]): readonly Annotation[] {
  if (all.length <= MAX_ANNOTATIONS) return all
  const shown = all.slice(0, MAX_ANNOTATIONS - 1)
  const rest = all.slice(MAX_ANNOTATIONS - 1)
  const kind = rest[0]?.kind ?? 'warning'
  return [...shown, {kind, title: `masque: ${rest.length} more`, lines: rest.map(({title}) => title)}]
}

function commandLine({kind, title, lines}: Annotation): string {
  const text = lines.map(line => escape(line)).join('\n')
  const message = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}\n(cut here)` : text
  return `::${kind} title=${property(escape(title))}::${data(message)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** One line. An older form of commands is found anywhere in it: ##[name]. */
function harmless(line: string): string {
  return escape(line).replaceAll('##[', '#\\x23[')
}
