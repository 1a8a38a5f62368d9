/** Trouble that is the user's to mend: it carries the exit code and what to try. Anything else is our bug. */

export interface CliErrorOptions {
  /** Stable, for programs. */
  readonly code: string
  readonly exitCode?: 2 | 3 | 70
  readonly next?: string
}

export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly exitCode: number
  readonly next: string | undefined

  constructor(message: string, {code, exitCode = 2, next}: CliErrorOptions) {
    super(message)
    this.code = code
    this.exitCode = exitCode
    this.next = next
  }
}

/** Why a run was cut short: exit code 130. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
