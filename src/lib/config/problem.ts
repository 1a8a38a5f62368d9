/** Something in a configuration is not as it should be: the user's to mend, told with file, line and key. */

export interface Place {
  /** As shown: `masque.toml`, or an environment variable. */
  readonly file: string
  readonly line?: number | undefined
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(
    readonly place: Place,
    readonly problem: string,
    /** What to do. */
    readonly next?: string,
  ) {
    super(`${showPlace(place)}: ${problem}`)
  }
}

export function showPlace({file, line}: Place): string {
  return line === undefined ? file : `${file}:${line}`
}
