// The summary of the step: what matters first, a peer's words as text, and never more than the runner takes: what is
// larger than 1 MiB it drops without a word.
import {newViolations} from './outcome.mjs'

const MAX_BYTES = 900 * 1024
const MAX_ROWS = 200
const MAX_TEXT = 500

export function summaryOf({outcome, reason, report, artifactUrl}) {
  const mark = {good: '✅', violated: '❌', inconclusive: '❔'}[outcome] ?? '⚠️'
  const head = `## ${mark} masque check: ${plain(report?.proxy.authority ?? '')} ${outcome}\n\n${plain(reason)}\n`
  const link = artifactUrl ? `\n[Reports](${artifactUrl})\n` : ''
  const sections = report ? sectionsOf(report) : []
  return cut([head, link, ...sections])
}

function sectionsOf(report) {
  const {results, facts = {}, summary, warnings = []} = report
  const known = results.filter(({baseline}) => baseline === 'known')
  const undecided = results.filter(({label}) => label === 'inconclusive' || label === 'error')
  const warned = results.filter(({label, baseline}) => label === 'warn' && baseline !== 'known')
  const lines = names => (names?.length ? names.map(name => `- ${plain(name)}`).join('\n') : '')
  return [
    section('New violations', table(newViolations(report))),
    section(
      'Stale or over',
      lines([...(facts.baseline?.stale ?? []), ...(facts.waivers?.stale ?? []), ...(facts.waivers?.expired ?? [])]),
    ),
    section('Undecided', table(undecided)),
    section('Warnings', table(warned)),
    folded(`Known (${known.length})`, table(known)),
    folded(
      'Counts',
      Object.entries(summary)
        .map(([label, count]) => `- ${plain(label)}: ${Number(count)}`)
        .join('\n'),
    ),
    folded(`Notes (${warnings.length})`, lines(warnings)),
  ]
}

function section(title, body) {
  return body === '' ? '' : `\n### ${title}\n\n${body}\n`
}

function folded(title, body) {
  return body === '' ? '' : `\n<details><summary>${title}</summary>\n\n${body}\n\n</details>\n`
}

function table(results) {
  if (results.length === 0) return ''
  const rows = results
    .slice(0, MAX_ROWS)
    .map(
      ({id, http, because = '', reproduce}) =>
        `| ${plain(id)} | ${plain(http ?? '')} | ${plain(because)} | ${plain(reproduce ?? '')} |`,
    )
  const more = results.length > MAX_ROWS ? [`| and ${results.length - MAX_ROWS} more | | | |`] : []
  return ['| requirement | HTTP | because | again |', '| --- | --- | --- | --- |', ...rows, ...more].join('\n')
}

/** Nothing of Markdown or HTML begins in it. */
function plain(text) {
  const line = String(text).replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
  const short = line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line
  return short
    .replaceAll(/[\\`*_{}[\]<>()#+!|~&@:]/g, character => `&#${character.charCodeAt(0)};`)
    .replaceAll(/(www)\./gi, '$1&#46;')
}

/** Whole parts only. */
function cut(parts) {
  let text = ''
  for (const part of parts) {
    if (Buffer.byteLength(text + part) > MAX_BYTES) return `${text}\nThe rest is in the reports.\n`
    text += part
  }
  return text
}
