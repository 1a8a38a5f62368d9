/** A script before it runs: every mistake in it is found while nothing has been sent. */
import {access, constants} from 'node:fs/promises'
import {resolve} from 'node:path'
import {explain} from '../../shell/grammar/error.js'
import {readScript, type Item} from '../../shell/script/read.js'
import {escape} from '../../style/escape.js'
import {CliError} from '../errors.js'

/** As many as fit on a screen. */
const MAX_TOLD = 20

/**
 * @param name of the file, or of the flag
 * @param directory where files of data are looked for
 * @throws CliError
 */
export async function readWholeScript(name: string, text: string, directory: string): Promise<readonly Item[]> {
  const {lines, problems} = readScript(text)
  const missing = await missingFiles(lines, directory)
  const all = [...problems.map(({number, error}) => ({number, text: explain(error)})), ...missing]
  const items = lines.flatMap(line => line.items)
  if (all.length === 0) return items
  const [first, ...rest] = all.sort((left, right) => left.number - right.number)
  for (const problem of rest.slice(0, MAX_TOLD))
    process.stderr.write(`${name}:${problem.number}: ${escape(problem.text)}\n`)
  throw new CliError(`${name}:${first?.number ?? 1}: ${first?.text ?? ''}`, {
    code: 'bad-script',
    next: 'mend the line; nothing was sent. help WORD in masque shell tells how each is written',
  })
}

interface Problem {
  readonly number: number
  readonly text: string
}

async function missingFiles(lines: ReturnType<typeof readScript>['lines'], directory: string): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const {number, items} of lines) {
    for (const {path, column} of items.flatMap(({call}) => call.files)) {
      try {
        await access(resolve(directory, path), constants.R_OK)
      } catch (error) {
        problems.push({number, text: `column ${column}: cannot read ${path}: ${(error as Error).message}`})
      }
    }
  }
  return problems
}
