/** A check as lines: what was seen, and below it, if it is not as it could be, what that means and what to do. */
import type {Check, DoctorDocument} from '../doctor-document.js'
import type {Label} from '../../spec/verdict.js'
import type {ReportTarget} from '../reporter.js'
import {wrap} from './lines.js'

const ID_WIDTH = 17

type Look = Pick<ReportTarget, 'columns' | 'style'>

export function checkLines(check: Check, {columns, style}: Look): readonly string[] {
  const indent = ' '.repeat(4 + ID_WIDTH)
  const [first = '', ...rest] = wrap(check.detail, indent, columns)
  const head = `  ${style.mark(labelOf(check))} ${check.id.padEnd(ID_WIDTH)}${first.trimStart()}`
  const more = [
    ...(check.meaning === null ? [] : wrap(sentence(capital(check.meaning)), indent, columns)),
    ...(check.next === null ? [] : wrap(sentence(`Next: ${check.next}`), indent, columns)),
  ]
  return [head, ...rest, ...more]
}

/** What only some commands need is no failure when it is not there. */
function labelOf({outcome, needed}: Check): Label {
  switch (outcome) {
    case 'ok':
      return 'pass'
    case 'warning':
      return 'warn'
    case 'missing':
      return needed ? 'fail' : 'not-applicable'
    case 'failed':
      return 'fail'
  }
}

export function conclusion(
  {checks, proxy}: Pick<DoctorDocument, 'checks' | 'proxy'>,
  {columns}: Look,
): readonly string[] {
  const bad = checks.filter(({needed, outcome}) => needed && (outcome === 'missing' || outcome === 'failed'))
  const [first] = bad
  const verdict = first
    ? `Needed, and not there: ${bad.map(({id}) => id).join(', ')}. Begin with ${first.id}: what follows may come of it.`
    : 'Everything that is needed is there.'
  const scope = proxy
    ? `The way to ${proxy.authority} was tried up to its SETTINGS, and no tunnel was asked for: masque probe udp does that.`
    : 'Nothing left this host. To try the way to a proxy: masque doctor PROXY.'
  return ['', ...wrap(verdict, '', columns), ...wrap(scope, '', columns)]
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
