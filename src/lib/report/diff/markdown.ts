/** A comparison for a pull request or a step summary. What a peer wrote is text there, never markup. */
import {escape} from '../../style/escape.js'
import {CHANGES, type Change, type DiffDocument} from './document.js'
import {fromTo, HEADINGS, labelsOf, nameOfResult, nameOfWay, sentence} from './words.js'

export function diffMarkdown(document: DiffDocument): string {
  const {before, after, surroundings, labels} = document
  const rows = labels.filter(each => each.before > 0 || each.after > 0)
  const lines = [
    `**${sentence(document)}**`,
    '',
    table(
      ['', 'before', 'after'],
      [
        ['run', before.file, after.file],
        ['verdict', before.verdict, after.verdict],
        ...surroundings.map(each => [each.what, each.before, each.after]),
        ...rows.map(each => [each.label, String(each.before), String(each.after)]),
      ],
    ),
    ...CHANGES.flatMap(change => section(change, document)),
  ]
  return `${lines.join('\n')}\n`
}

function section(change: Change, {results, ways}: DiffDocument): string[] {
  const rows = [
    ...ways.filter(each => each.change === change).map(way => [nameOfWay(way), fromTo(way.before, way.after), '']),
    ...results
      .filter(each => each.change === change)
      .map(each => [nameOfResult(each), labelsOf(each), (each.after ?? each.before)?.because ?? '']),
  ]
  if (rows.length === 0) return []
  const body = table(['what', 'change', 'because'], rows)
  const isLong = change === 'added' || change === 'removed'
  const title = `${HEADINGS[change]} (${rows.length})`
  if (!isLong) return ['', `### ${title}`, '', body]
  return ['', `<details><summary>${title}</summary>`, '', body, '', '</details>']
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

/** Whatever could begin something of Markdown or HTML; GitHub makes links of bare names as well. */
function plain(text: string): string {
  const entities = escape(text).replaceAll(/[\\`*_{}[\]<>()#+!|~&@:]/g, character => `&#${character.charCodeAt(0)};`)
  return entities.replaceAll(/(www)\./gi, '$1&#46;')
}
