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

/** An address of --bind that does not do. @param why an errno name, or the system's words */
export function cannotBind(bind: string, code: string, why = code): SetupError {
  const next = 'it must be an address of this host, of the same family as that of the proxy'
  return new SetupError(`cannot send from ${bind} (--bind): ${why}`, code, next)
}
