/** What came of the cases, in markdown, for `npm run company`. */
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {normalise} from '../cli/normalise.js'
import type {Outcome} from './command.js'

interface Row {
  readonly group: string
  readonly name: string
  readonly printed: string
  readonly exit: number | null
  readonly tookMs: number
  readonly peakMiB: number
}

/** A run of the command, or of a line for the shell. */
export type Measured = Pick<Outcome, 'document' | 'stdout' | 'stderr' | 'code' | 'tookMs' | 'peakMiB'>

export class Table {
  readonly #rows: Row[] = []

  constructor(
    private readonly name: string,
    private readonly heading: string,
  ) {}

  add(group: string, name: string, outcome: Measured): void {
    const {code: exit, tookMs, peakMiB} = outcome
    this.#rows.push({group, name, printed: sentence(outcome), exit, tookMs, peakMiB})
  }

  /** Into the folder that MASQUE_TEST_TABLES names, if it does. */
  write(): void {
    const folder = process.env['MASQUE_TEST_TABLES']
    if (!folder) return
    mkdirSync(folder, {recursive: true})
    const head = [`| ${this.heading} | what is printed | exit | time | peak |`, '| --- | --- | --- | --- | --- |']
    const rows = this.#rows.map(
      ({name, printed, exit, tookMs, peakMiB}) =>
        `| ${cell(name)} | ${cell(printed)} | ${exit ?? 'killed'} | ${(tookMs / 1000).toFixed(1)} s | ${Number.isFinite(peakMiB) ? `${Math.round(peakMiB)} MiB` : '–'} |`,
    )
    writeFileSync(join(folder, `${this.name}.md`), `${[...head, ...rows].join('\n')}\n`)
  }
}

/** The one line that matters most: why it failed, or what it came to. */
function sentence({document, stdout, stderr}: Measured): string {
  const road = document?.roads.at(-1)
  const because = road?.diagnosis?.meaning ?? document?.facts['because']
  const lines = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')
  const text = typeof because === 'string' ? because : (lines(stderr)[0] ?? lines(stdout).at(-1) ?? 'nothing')
  return normalise(text)
}

function cell(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 300)}…` : text
  return short.replaceAll('|', '\\|').replaceAll(/[<>]/g, sign => (sign === '<' ? '&lt;' : '&gt;'))
}
