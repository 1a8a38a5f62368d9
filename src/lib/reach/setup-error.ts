/** What was asked for cannot be done as it stands: the user's to mend, and nothing was sent. */
export class SetupError extends Error {
  override readonly name = 'SetupError'

  constructor(
    message: string,
    /** Stable, for programs. */
    readonly code: string,
    /** What to do. */
    readonly next: string,
  ) {
    super(message)
  }
}
