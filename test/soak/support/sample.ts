/** What a process holds at one moment, after collections. */
export interface Sample {
  readonly rssBytes: number
  readonly heapBytes: number
  /** Outside the heap but held by objects in it: buffers, what the addon tells of. */
  readonly externalBytes: number
  readonly descriptors: number
  readonly threads: number
  readonly handles: number
}

/** Sizes vary by what the collector and the allocator please; counts do not. */
export const SIZES = ['heapBytes', 'externalBytes', 'rssBytes'] as const
export const COUNTS = ['descriptors', 'threads', 'handles'] as const

export type Size = (typeof SIZES)[number]

export interface Point {
  /** How far the experiment was: tunnels, connections, seconds. */
  readonly at: number
  readonly sample: Sample
}

/** One process's way through one experiment. */
export interface Course {
  readonly who: string
  readonly points: readonly Point[]
}
