/**
 * Markdown, for pages of CI and for issues: the verdict first, then what is new and has to be acted upon, then the rest
 * folded away. Nothing that a peer said becomes a link, a mention or a tag.
 */
import {checkFacts} from '../check-facts.js'
import type {Result, ResultDocument} from '../document.js'
import {oneFile, type ReportedRun} from '../one-file.js'
import type {Format} from '../reporter.js'
import {byDocument} from '../results/by-document.js'
import {causesOf, findingsOf, overWords, type Finding} from '../results/findings.js'
import {detailsOf} from '../results/details.js'
import {linkOf} from '../results/link.js'
import {offencesOf} from '../results/offences.js'
import {preflightWords} from '../results/preflight.js'
import {sentenceOf} from '../results/sentence.js'
import {excuseOf, standingOf, type Standing} from '../results/standing.js'
import {LABEL_WORDS, summaryWords} from '../results/summary.js'
import {SIGNS} from '../../style/style.js'
import {Budget} from './budget.js'
import {block, cell, code, words} from './text.js'

export const markdown: Format = oneFile(runs => {
  const page = new Budget()
  if (runs.length > 1) page.must(overview(runs))
  for (const run of runs) addRun(page, run)
  return page.text()
})

function overview(runs: readonly ReportedRun[]): string {
  const rows = runs.map(({file = '', document}) => `| ${cell(file)} | ${document.verdict} | ${document.exitCode} |\n`)
  return `| run | verdict | exit code |\n| --- | --- | --- |\n${rows.join('')}\n`
}

function addRun(page: Budget, {file, document}: ReportedRun): void {
  const {tool, command, verdict, proxy, seed, startedAt, exitCode, results, warnings} = document
  page.must(`## masque ${command}: ${verdict}${file === undefined ? '' : `, ${words(file)}`}\n\n`)
  page.must(`${words(sentenceOf(document))}\n\n`)
  page.must(`- proxy: ${code(proxy.template)}\n`)
  for (const line of versionsOf(document)) page.must(`- ${line}\n`)
  page.must(`- ${tool.name} ${words(tool.version)}, seed ${seed}, ${words(startedAt)}, exit code ${exitCode}\n`)
  for (const warning of warnings) page.add('warnings of the run', `- warning: ${words(warning)}\n`)
  page.must('\n')
  const facts = checkFacts.safeParse(document.facts)
  const hasBaseline = facts.success && facts.data.baseline !== null
  addFindings(page, results, 'fail', hasBaseline ? 'New violations' : 'Violations')
  addOffences(page, document)
  addFindings(page, results, 'error', 'Failures of masque itself')
  addFindings(page, results, 'warn', 'Warnings')
  addUndecided(page, results)
  addTable(page, document)
}

function versionsOf({facts, roads}: ResultDocument): string[] {
  const found = checkFacts.safeParse(facts)
  if (found.success) return found.data.preflight.map(each => `HTTP/${each.http}: ${words(preflightWords(each))}`)
  return roads.map(({http, address, viability, diagnosis}) => {
    const why = diagnosis ? `: ${words(diagnosis.meaning)}; next: ${words(diagnosis.next)}` : ''
    return `HTTP/${http}: ${code(address ?? 'no address')} ${viability}${why}`
  })
}

function addFindings(page: Budget, results: readonly Result[], standing: Standing, title: string): void {
  const findings = findingsOf(results.filter(result => standingOf(result) === standing))
  if (findings.length === 0) return
  page.must(`### ${title} (${findings.length})\n\n`)
  for (const finding of findings) page.add(title.toLowerCase(), findingText(finding))
}

function findingText(finding: Finding): string {
  const {id, label, title, reference} = finding.result
  const details = detailsOf(finding)
  const commands = details.flatMap(({isCommand, text}) => (isCommand ? [text] : []))
  const lines = details.flatMap(({isCommand, name, text}) => (isCommand ? [] : [`- ${name}: ${words(text)}`]))
  const link = linkOf(reference)
  return [
    `#### ${SIGNS[label]} ${code(id)}`,
    ...(title === undefined ? [] : ['', words(title)]),
    '',
    ...lines,
    ...(link === undefined ? [] : [`- [where it is asked](${link})`]),
    ...(commands.length === 0 ? [] : ['', block(commands)]),
    '\n',
  ].join('\n')
}

function addOffences(page: Budget, document: ResultDocument): void {
  const offences = offencesOf(document)
  if (offences.length === 0) return
  page.must('### Baseline and waivers\n\n')
  for (const {words: sentence, lines} of offences) {
    page.must(`- ${words(sentence)}\n`)
    for (const line of lines) page.add('lines of baseline and waivers', `  - ${words(line)}\n`)
  }
  page.must('\n')
}

function addUndecided(page: Budget, results: readonly Result[]): void {
  const causes = causesOf(results.filter(({label}) => label === 'inconclusive'))
  if (causes.length === 0) return
  page.must('### Undecided, by cause\n\n')
  for (const {because, findings} of causes) {
    const ids = findings.map(({result, results: same}) => `${code(result.id)} (${overWords(same)})`).join(', ')
    page.add('causes', `- ${words(because)}: ${ids}\n`)
  }
  page.must('\n')
}

function addTable(page: Budget, {results, summary, facts}: ResultDocument): void {
  if (results.length > 0) {
    page.must(`<details><summary>All results: ${summaryWords(summary)}</summary>\n\n`)
    page.must('| result | requirement | over | because |\n| --- | --- | --- | --- |\n')
    for (const {results: list} of byDocument(results)) {
      for (const finding of findingsOf(list)) page.add('rows of the table', rowText(finding))
    }
    page.must('\n</details>\n\n')
  }
  const found = checkFacts.safeParse(facts)
  for (const {why, requirements} of found.data?.leftOut ?? []) {
    page.add('reasons why requirements were left out', `- left out: ${requirements} (${words(why)})\n`)
  }
  page.must('\n')
}

function rowText({result, results}: Finding): string {
  const {label, id, because} = result
  const excuse = excuseOf(result)
  const reason = excuse === undefined ? cell(because) : `${cell(because)}; ${cell(excuse)}`
  return `| ${SIGNS[label]} ${LABEL_WORDS[label]} | ${cell(id)} | ${overWords(results)} | ${reason} |\n`
}
