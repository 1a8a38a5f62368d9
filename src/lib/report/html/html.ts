/**
 * One file of HTML, to be opened anywhere and sent to anyone: nothing is loaded, nothing runs, and its own policy forbids
 * both. Which results are shown is chosen by label without a script.
 */
import {createHash} from 'node:crypto'
import {SIGNS} from '../../style/style.js'
import {oneFile, type ReportedRun} from '../one-file.js'
import type {Format} from '../reporter.js'
import {countLabels, labelCounts, LABEL_WORDS} from '../results/summary.js'
import {CSS} from './css.js'
import {runHtml} from './run.js'
import {all, Html, markup} from './safe.js'

export const htmlPage: Format = oneFile(runs => {
  const hash = createHash('sha256').update(CSS).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const title = titleOf(runs)
  const {inputs, labels} = filter(runs)
  const sectionOf = (run: ReportedRun, number: number): Html =>
    markup`${headOf(run, number)}${runHtml(run.document, runs.length > 1 ? markup`` : labels)}`
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>${new Html(CSS)}</style>
      </head>
      <body>
        <h1>${title}</h1>
        ${inputs}
        <main>${runs.length > 1 ? markup`${index(runs)}${labels}` : markup``}${runs.map(sectionOf)}</main>
      </body>
    </html>
    `.text
})

function titleOf(runs: readonly ReportedRun[]): string {
  const [first] = runs
  if (runs.length !== 1 || !first) return `masque: ${runs.length} runs`
  const {command, proxy, verdict} = first.document
  return `masque ${command} ${proxy.authority}: ${verdict}`
}

function index(runs: readonly ReportedRun[]): Html {
  const items = runs.map(({file = '', document}, number) => {
    return markup`<li><a href="#run-${number + 1}">${file}</a>: ${document.verdict}, exit code ${document.exitCode}</li>`
  })
  return markup`<ol>
    ${items}
  </ol> `
}

function headOf({file, document: {command, proxy}}: ReportedRun, number: number): Html {
  if (file === undefined) return markup``
  return markup`<h2 id="run-${number + 1}">${file}: masque ${command} ${proxy.authority}</h2>`
}

/** Inputs stand before what they choose from: that is how style sheets can see them. Their labels may be anywhere. */
function filter(runs: readonly ReportedRun[]): {readonly inputs: Html; readonly labels: Html} {
  const results = runs.flatMap(({document}) => document.results)
  const counts = labelCounts(countLabels(results)).filter(({count}) => count > 0)
  if (counts.length < 2) return {inputs: markup``, labels: markup``}
  const choices = [
    {id: 'all', words: `all ${results.length}`},
    ...counts.map(({label, count}) => ({id: label, words: `${SIGNS[label]} ${count} ${LABEL_WORDS[label]}`})),
  ]
  const inputs = choices.map(({id}) => {
    const checked = new Html(id === 'all' ? ' checked' : '')
    return markup`<input class="filter" type="radio" name="show" id="show-${id}"${checked}>`
  })
  const labels = choices.map(({id, words}) => markup`<label for="show-${id}">${words}</label>`)
  return {
    inputs: all(inputs),
    labels: markup`<div class="labels" role="group" aria-label="which results are shown">${labels}</div>`,
  }
}
