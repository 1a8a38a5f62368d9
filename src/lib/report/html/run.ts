/** One run on the page: what it comes to, what it was, and its findings in groups, those to act upon first. */
import {SIGNS} from '../../style/style.js'
import {checkFacts} from '../check-facts.js'
import type {Result, ResultDocument} from '../document.js'
import {byDocument} from '../results/by-document.js'
import {causesOf, findingsOf, type Finding} from '../results/findings.js'
import {offencesOf} from '../results/offences.js'
import {preflightWords} from '../results/preflight.js'
import {sentenceOf} from '../results/sentence.js'
import {excuseOf, standingOf, type Standing} from '../results/standing.js'
import {countLabels, labelCounts, LABEL_WORDS} from '../results/summary.js'
import {findingHtml} from './finding.js'
import {all, markup, type Html} from './safe.js'

/** @param labels the buttons that choose what is shown of the findings */
export function runHtml(document: ResultDocument, labels: Html): Html {
  const {verdict, warnings} = document
  return markup`<div class="verdict ${verdict}">
      <p><b>${verdict}</b>, exit code ${document.exitCode}</p>
      <p>${sentenceOf(document)}</p>
    </div>
    ${factsHtml(document)} ${warnings.map(warning => markup`<p>warning: ${warning}</p>`)} ${offencesHtml(document)}
    ${countsHtml(document)} ${labels} ${groupsHtml(document.results)} `
}

function factsHtml({proxy, tool, seed, startedAt, durationMs, facts, roads}: ResultDocument): Html {
  const found = checkFacts.safeParse(facts)
  const versions = found.success
    ? found.data.preflight.map(each => [`HTTP/${each.http}`, preflightWords(each)] as const)
    : roads.map(({http, address, viability, diagnosis}) => {
        const why = diagnosis ? `: ${diagnosis.meaning}; next: ${diagnosis.next}` : ''
        return [`HTTP/${http}`, `${address ?? 'no address'} ${viability}${why}`] as const
      })
  const leftOut = found.success ? found.data.leftOut : []
  const rows: readonly (readonly [string, string])[] = [
    ['proxy', proxy.template],
    ...versions,
    ['tool', `${tool.name} ${tool.version}, engine ${tool.engine ?? 'none'}, Node ${tool.node}, ${tool.platform}`],
    ['seed', String(seed)],
    ['time', `${startedAt}, ${(durationMs / 1000).toFixed(1)} s`],
    ...leftOut.map(({why, requirements}) => ['left out', `${requirements} (${why})`] as const),
  ]
  return markup`<dl class="facts">
    ${rows.map(
      ([name, text]) =>
        markup`<dt>${name}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`
}

function offencesHtml(document: ResultDocument): Html {
  const items = offencesOf(document).map(
    ({words, lines}) =>
      markup`<li class="offence">
        ${words}
        <ul>
          ${lines.map(line => markup`<li>${line}</li>`)}
        </ul>
      </li>`,
  )
  return items.length === 0
    ? markup``
    : markup`<ul>
        ${all(items)}
      </ul>`
}

function countsHtml({results}: ResultDocument): Html {
  if (results.length === 0) return markup``
  const rows = byDocument(results).map(({name, title, results: list}) => {
    const counts = labelCounts(countLabels(list)).filter(({count}) => count > 0)
    const cells = counts.map(
      ({label, count}) =>
        markup`<span class="mark ${label}">${`${SIGNS[label]} ${count} ${LABEL_WORDS[label]}`}</span> `,
    )
    return markup`<tr>
      <th scope="row">${name}${title === '' ? '' : `: ${title}`}</th>
      <td>${cells}</td>
    </tr>`
  })
  return markup`<table class="counts">
    ${rows}
  </table>`
}

function groupsHtml(results: readonly Result[]): Html {
  const standing = (wanted: Standing): Result[] => results.filter(result => standingOf(result) === wanted)
  const plain = results.filter(({label}) => label === 'pass' || label === 'info' || label === 'not-applicable')
  const excused = results.filter(result => result.label !== 'inconclusive' && excuseOf(result) !== undefined)
  const undecided = causesOf(results.filter(({label}) => label === 'inconclusive'))
  return all([
    group('Violations', findingsOf(standing('fail'))),
    group('Failures of masque itself', findingsOf(standing('error'))),
    group('Warnings', findingsOf(standing('warn'))),
    ...undecided.map(({because, findings}) => group(`Undecided: ${because}`, findings)),
    group('Known, waived or not counted', findingsOf(excused)),
    ...byDocument(plain).map(({name, title, results: list}) =>
      group(title === '' ? name : `${name}: ${title}`, findingsOf(list)),
    ),
  ])
}

function group(title: string, findings: readonly Finding[]): Html {
  if (findings.length === 0) return markup``
  const labels = [...new Set(findings.map(({result}) => `has-${result.label}`))].join(' ')
  return markup`<section class="group ${labels}">
    <h3>${title} (${findings.length})</h3>
    ${findings.map(findingHtml)}
  </section> `
}
