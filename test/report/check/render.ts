/** A document, as a format writes it: what most tests beside this look at. */
import fc from 'fast-check'
import type {ResultDocument} from '../../../src/lib/report/document.js'
import type {FormatName} from '../../../src/lib/report/format-names.js'
import {FORMATS} from '../../../src/lib/report/formats.js'
import type {ReportTarget} from '../../../src/lib/report/reporter.js'
import type {RunEvent} from '../../../src/lib/report/run-event.js'
import {makeStyle} from '../../../src/lib/style/style.js'
import {failing, honest, interrupted, nothingTested, probe} from './documents.js'

export interface Rendering extends Partial<ReportTarget> {
  readonly events?: readonly RunEvent[]
  readonly env?: NodeJS.ProcessEnv
}

export async function render(format: FormatName, document: ResultDocument, more: Rendering = {}): Promise<string> {
  return renderSeveral(format, [['', document]], more)
}

/** More than one run: as `masque report` has them follow one another. */
export async function renderSeveral(
  format: FormatName,
  runs: readonly (readonly [file: string, document: ResultDocument])[],
  {events = [], env = {LANG: 'C.UTF-8', TERM: 'xterm'}, ...target}: Rendering = {},
): Promise<string> {
  const chunks: string[] = []
  const make = await FORMATS[format]()
  const reporter = make({
    write: text => chunks.push(text),
    isLive: false,
    columns: 80,
    style: makeStyle({isTerminal: target.isLive ?? false, env, noColor: false}),
    verbosity: 0,
    ...target,
  })
  for (const [file, document] of runs) {
    if (runs.length > 1) reporter.begin?.(file)
    for (const event of events) reporter.event?.(event)
    reporter.finish(document)
  }
  if (runs.length > 1) reporter.end?.(1)
  return chunks.join('')
}

/** What goldens are made of. */
export const GOLDENS = [
  ['honest', honest],
  ['failing', failing],
  ['interrupted', interrupted],
  ['nothing-tested', nothingTested],
  ['probe', probe],
] as const

export function goldenPath(format: string, name: string): string {
  return new URL(`golden/${format}/${name}`, import.meta.url).pathname
}

/** A peer's worst: for terminals, XML, HTML, Markdown, workflow commands, YAML, and whoever reads from right to left. */
export const EVIL =
  '\u001b[2J\u009b1m\u0000\ud800 <script>alert(1)</script>"\'&]]>|`@octocat [x](http://evil.example) ![i](//e)' +
  '\u202e\u2066\r\n::error::gone%0A\n---\n# not ok 1 # TODO\n</details><!-- {{ ${x} \u{e0041}'

/** Any text: every kind of character, those nobody writes and halves of pairs. */
export const anyText = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.array(fc.nat(0xffff)).map(codes => String.fromCharCode(...codes)),
  fc.mixedCase(fc.constantFrom(...EVIL.split(' '))),
)
