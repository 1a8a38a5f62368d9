/** `masque diff RUN RUN`: both are read, held against each other, and what changed is told. */
import {diffRuns, type Run} from '../report/diff/diff.js'
import type {DiffDocument} from '../report/diff/document.js'
import {diffMarkdown} from '../report/diff/markdown.js'
import {diffLines} from '../report/diff/table.js'
import {sentence} from '../report/diff/words.js'
import {jsonText} from '../report/json-text.js'
import {stdoutLook} from './look.js'
import {readRunDocument} from './run-document.js'

export interface DiffRun {
  readonly before: string
  readonly after: string
  readonly format: 'table' | 'json' | 'markdown'
  /** The last line only. */
  readonly quiet: boolean
  readonly noColor: boolean
  readonly tool: DiffDocument['tool']
  readonly signal: AbortSignal
}

/** The exit code. @throws CliError, Interrupted */
export async function runDiff({before, after, tool, signal, ...how}: DiffRun): Promise<number> {
  const read = async (file: string): Promise<Run> => ({file, document: await readRunDocument(file, signal)})
  const document = diffRuns(await read(before), await read(after), tool)
  process.stdout.write(told(document, how))
  return document.exitCode
}

function told(document: DiffDocument, {format, quiet, noColor}: Pick<DiffRun, 'format' | 'quiet' | 'noColor'>): string {
  switch (format) {
    case 'json':
      return `${jsonText(document, 2)}\n`
    case 'markdown':
      return diffMarkdown(document)
    case 'table': {
      const lines = quiet ? [sentence(document)] : diffLines(document, stdoutLook(noColor))
      return `${lines.join('\n')}\n`
    }
  }
}
