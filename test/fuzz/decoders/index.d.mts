export interface Decoder {
  /** Of its corpus, and what the command takes. */
  readonly name: string
  /** What it covers: file below src/lib without its ending, and export. */
  readonly reads: readonly string[]
  /** Hex: to begin with, and for what a reader should see at once. */
  readonly seeds: readonly string[]
  /** Throws if anything is not as promised. */
  readonly check: (bytes: Uint8Array) => void | Promise<void>
}

export const DECODERS: readonly Decoder[]
