/** The one error of this folder: the bytes are wrong. It says what kind of wrong, and where. */

export type WireErrorCode =
  /** The bytes end before the value does. */
  | 'truncated'
  /** The value ends before the bytes do. */
  | 'trailing'
  /** A value that its definition does not allow. */
  | 'malformed'
  /** Legal, but more than we are willing to hold. */
  | 'too-large'
  /** QPACK: refers to a table entry that does not exist. */
  | 'no-such-entry'

export class WireError extends Error {
  override readonly name = 'WireError'
  constructor(
    readonly code: WireErrorCode,
    /** Where in the buffer that was read. */
    readonly offset: number,
    detail: string,
  ) {
    super(`${detail} (at octet ${offset})`)
  }
}
