/** A requirement, or an error code, for whoever asks what it means. */
import {citation, referenceOf} from '../../spec/document.js'
import type {Catalogued} from '../../spec/registry.js'
import type {Requirement} from '../../spec/requirement.js'
import type {Label} from '../../spec/verdict.js'
import type {CodeMeaning} from '../../wire/code-meanings.js'
import type {ReportTarget} from '../reporter.js'
import {wrap} from '../table/lines.js'
import {bindsWords, levelWords, needWords, statusWords} from './words.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

const WIDTH = 10

const COUNTS = [
  ['pass', 'pass', 'pass'],
  ['fail', 'fail', 'FAIL'],
  ['warn', 'warn', 'warn'],
  ['info', 'info', 'info'],
  ['inconclusive', 'inconclusive', 'inconclusive'],
  ['notApplicable', 'not-applicable', 'n/a'],
] as const satisfies readonly (readonly [keyof Requirement['counts'], Label, string])[]

export function requirementLines(requirement: Catalogued, look: Look): string[] {
  const {id, level, binds, over, title, asks, why, sends, hint, pitfalls, see, runClass, needs, status} = requirement
  const faults = requirement.probe?.faults ?? []
  const {style} = look
  const versions = over.length === 0 ? '' : `, over ${over.map(version => `HTTP/${version}`).join(', ')}`
  const link = referenceOf(id)
  const read = [citation(id), ...see].join('; ')
  return [
    style.strong(id),
    ...wrap(`${title}.`, '', look.columns),
    ...wrap(`${levelWords(level)}; ${bindsWords(binds)}${versions}`, '', look.columns).map(line => style.dim(line)),
    '',
    ...entry('asks', asks, look),
    ...entry('why', why, look),
    ...entry('test', sends, look),
    ...countLines(requirement, look),
    ...(pitfalls.length > 0
      ? ['', ...pitfalls.flatMap((each, index) => entry(index === 0 ? 'beware' : '', each, look))]
      : []),
    '',
    ...entry('hint', hint, look),
    ...entry('needs', `${needWords(needs)}; class ${runClass}`, look),
    ...entry('state', statusWords(status), look),
    ...(faults.length > 0 ? entry('proven', `against ${faults.join(', ')} (${faultCommand(id, faults)})`, look) : []),
    ...entry('read', link === undefined ? read : `${read}: ${link}`, look),
  ]
}

function faultCommand(id: string, [first = '']: readonly string[]): string {
  return `masque serve proxy --fault ${id}#${first}`
}

function countLines({counts}: Requirement, {columns, style}: Look): string[] {
  const indent = ' '.repeat(4 + 13)
  return COUNTS.flatMap(([key, label, word]) => {
    const text = counts[key]
    if (text === undefined) return []
    const [first = '', ...rest] = wrap(text, indent, columns)
    return [`  ${style.mark(label)} ${word.padEnd(13)}${first.trimStart()}`, ...rest]
  })
}

function entry(name: string, text: string, {columns}: Look): string[] {
  const indent = ' '.repeat(2 + WIDTH)
  const [first = '', ...rest] = wrap(text, indent, columns)
  return [`  ${name.padEnd(WIDTH)}${first.trimStart()}`, ...rest]
}

/** The same number means different things in different places: all of them are told. */
export function codeLines(meanings: readonly CodeMeaning[], look: Look): string[] {
  return meanings.flatMap(({space, code, name, meaning, cites}) => [
    look.style.strong(`${name}  ${space} 0x${code.toString(16)} (${code})`),
    ...wrap(`${meaning} (${cites})`, '  ', look.columns),
  ])
}
