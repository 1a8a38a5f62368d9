/** `check --list`: what would be looked at, what would be sent, and how long it takes; nothing is sent. */
import type {HttpVersion} from '../http/transport.js'
import {documentText} from '../report/answer-text.js'
import {wrap} from '../report/table/lines.js'
import type {ReportTarget} from '../report/reporter.js'
import type {Catalogued} from '../spec/registry.js'
import type {Requirement} from '../spec/requirement.js'
import type {Selected} from '../suite/select.js'

type Look = Pick<ReportTarget, 'columns' | 'style'>

interface Listed {
  readonly id: string
  readonly title: string
  readonly level: Requirement['level']
  readonly class: Requirement['runClass']
  readonly needs: Requirement['needs']
  readonly http: readonly HttpVersion[]
  readonly sends: string
  /** It provokes: its tunnels are on connections of their own. */
  readonly provokes: boolean
  /** At most, if nothing goes wrong. */
  readonly waitsMs: number
}

export function listText(
  {requirements, leftOut}: Selected<Catalogued>,
  versions: readonly HttpVersion[],
  asJson: boolean,
  look: Look,
): string {
  const listed = requirements.map(one => listedOf(one, versions)).filter(({http}) => http.length > 0)
  if (asJson) return documentText({requirements: listed, leftOut})
  const observations = listed.reduce((sum, {http}) => sum + http.length, 0)
  const longestMs = Math.max(0, ...listed.map(({waitsMs}) => waitsMs))
  const count = `${listed.length} requirements, ${observations} observations`
  const time = longestMs > 0 ? `; the longest waits for up to ${Math.ceil(longestMs / 1000)} s` : ''
  const left = leftOut.map(({why, requirements: many}) => `left out: ${many} (${why})`)
  return [...listed.flatMap(one => linesOf(one, look)), '', `${count}${time}`, ...left, ''].join('\n')
}

function listedOf(requirement: Catalogued, versions: readonly HttpVersion[]): Listed {
  const {id, title, level, runClass, needs, over, sends, probe} = requirement
  const {provokes = false, waitsMs = 0} = probe ?? {}
  const http = versions.filter(version => over.includes(version))
  return {id, title, level, class: runClass, needs, http, sends, provokes, waitsMs}
}

function linesOf({id, level, http, sends, waitsMs, class: runClass}: Listed, {columns, style}: Look): string[] {
  const time = waitsMs > 0 ? `, up to ${Math.ceil(waitsMs / 1000)} s` : ''
  const over = http.map(version => `HTTP/${version}`).join(', ')
  return [`${style.strong(id)}  ${level}, ${runClass}${time}, over ${over}`, ...wrap(sends, '    ', columns)]
}
