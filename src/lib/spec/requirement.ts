/**
 * One thing that a document asks and somebody can get wrong: what is asked and why, what a test does to see it, what
 * counts as what, and where to look when it fails. Text only: how it is probed stands beside it, in `probe.ts`.
 */
import type {HttpVersion} from '../http/transport.js'
import type {Level} from './verdict.js'

/** Whom it binds; `method`: nobody, it is how others are measured. */
export const BINDS = ['proxy', 'client', 'both', 'method'] as const
export type Binds = (typeof BINDS)[number]

/** What a probe does to a proxy: only the first is done unasked. */
export const RUN_CLASSES = ['safe', 'opt-in', 'slow', 'stress', 'destructive', 'untestable'] as const
export type RunClass = (typeof RUN_CLASSES)[number]

/** What a probe needs besides a way to the proxy. */
export const NEEDS = [
  'responder',
  'raw',
  'raw-client',
  'capture',
  'second-ip',
  'second-port',
  'dns',
  'netem',
  'on-link-responder',
  'mock-origin',
] as const
export type Need = (typeof NEEDS)[number]

/** What counts as what, a clause each; those that are missing cannot come of it. */
export interface Counts {
  readonly pass?: string
  readonly fail?: string
  readonly warn?: string
  readonly info?: string
  readonly inconclusive?: string
  readonly notApplicable?: string
}

/** Why there is no probe: not yet (and what it waits for), there cannot be one, or those of others say it all. */
export type Status =
  | {
      readonly kind: 'planned'
      readonly waitsFor:
        'suite' | 'responder' | 'client' | 'indistinguishability' | 'extension' | 'own-key' | 'engine' | 'bottleneck'
    }
  | {readonly kind: 'method'}
  /** By these requirements, which it only sums up. */
  | {readonly kind: 'covered'; readonly by: readonly string[]}
  | {readonly kind: 'untestable'; readonly reason: string}

export interface Requirement {
  /** `document/section/slug`, `-` where the document has no section. Never renamed. */
  readonly id: string
  readonly level: Level
  readonly binds: Binds
  /** Versions of HTTP it can be seen over; none for methods. */
  readonly over: readonly HttpVersion[]
  readonly runClass: RunClass
  readonly needs: readonly Need[]
  /** The wanted behaviour, as a statement. */
  readonly title: string
  readonly asks: string
  /** What breaks otherwise. */
  readonly why: string
  /** What a test does, in order. */
  readonly sends: string
  readonly counts: Counts
  /** Where to look in an implementation that fails. */
  readonly hint: string
  /** What else looks like this. */
  readonly pitfalls: readonly string[]
  /** Further documents: `RFC 8201 section 4`. */
  readonly see: readonly string[]
  readonly status?: Status
}

/** The folder of a requirement, below `requirements`. */
export function folderOf(id: string): string {
  const [document = '', section = '', slug = ''] = id.split('/')
  return section === '-' ? `${document}/${slug}` : `${document}/${section}-${slug}`
}

export function defineRequirement(requirement: Requirement): Requirement {
  return requirement
}
