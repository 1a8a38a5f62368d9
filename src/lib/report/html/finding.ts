/** One finding on the page: a line that opens, and is open where somebody has to act. */
import {SIGNS} from '../../style/style.js'
import type {Result} from '../document.js'
import {detailsOf} from '../results/details.js'
import {overWords, type Finding} from '../results/findings.js'
import {linkOf} from '../results/link.js'
import {excuseOf, standingOf} from '../results/standing.js'
import {LABEL_WORDS} from '../results/summary.js'
import {Html, markup} from './safe.js'
import {timeline} from './timeline.js'

export function findingHtml(finding: Finding): Html {
  const {result, results} = finding
  const {id, label, title} = result
  const over = overWords(results)
  const isExcused = excuseOf(result) !== undefined
  const more = `${over === '' ? '' : ` over ${over}`}${isExcused ? ' (does not count)' : ''}`
  return markup`<details class="r ${label}${isExcused ? ' excused' : ''}"${new Html(isOpen(result) ? ' open' : '')}>
    <summary>
      <b class="mark">${`${SIGNS[label]} ${LABEL_WORDS[label]}`}</b> <code>${id}</code>${more}
      ${title === undefined ? markup`` : markup`<span class="title">${title}</span>`}
    </summary>
    <div class="inside">${inside(finding)}</div>
  </details>
  `
}

function isOpen(result: Result): boolean {
  const standing = standingOf(result)
  return standing === 'fail' || standing === 'error'
}

function inside(finding: Finding): Html {
  const {id, citation, reference, timeline: moments = []} = finding.result
  const details = detailsOf(finding)
  const rows = details.flatMap(({isCommand, name, text}) =>
    isCommand ? [] : [markup`<dt>${name}</dt><dd>${text}</dd>`],
  )
  const commands = details.flatMap(({isCommand, text}) => (isCommand ? [markup`${text}\n`] : []))
  return markup`<dl class="facts">${rows}${citationRow(citation, linkOf(reference))}</dl>
    ${commands.length === 0 ? markup`` : markup`<pre>${commands}</pre>`}
    ${moments.length === 0 ? markup`` : timeline(moments, id)}`
}

function citationRow(citation: string | undefined, link: string | undefined): Html {
  if (citation === undefined && link === undefined) return markup``
  const words = citation ?? 'where it is asked'
  return markup`<dt>read</dt>
    <dd>${link === undefined ? words : markup`<a href="${link}" rel="noreferrer">${words}</a>`}</dd>`
}
