/** A line that is not understood: where, why, what was perhaps meant, and how it would be right. The user's to mend. */

export interface GrammarHelp {
  /** Of the line, from 1. */
  readonly column: number
  /** What was perhaps meant. */
  readonly meant?: string | undefined
  /** A line that would do. */
  readonly example?: string | undefined
}

export class GrammarError extends Error {
  override readonly name = 'GrammarError'
  readonly column: number
  readonly meant: string | undefined
  readonly example: string | undefined

  constructor(message: string, {column, meant, example}: GrammarHelp) {
    super(message)
    this.column = column
    this.meant = meant
    this.example = example
  }

  /** The same with an example, if it has none yet. */
  withExample(example: string): GrammarError {
    const {message, column, meant} = this
    return this.example === undefined ? new GrammarError(message, {column, meant, example}) : this
  }
}

/** One line, so that it can be read where it stands. */
export function explain({message, column, meant, example}: GrammarError): string {
  const did = meant === undefined ? '' : `; did you mean ${meant}?`
  const as = example === undefined ? '' : `${did === '' ? ';' : ''} for example: ${example}`
  return `column ${column}: ${message}${did}${as}`
}
