/** What checks are given. */
import type {LoadAttempt} from '../native/binding.js'
import type {Platform} from '../reach/options.js'
import type {Host} from './host.js'
import type {Visit} from './visit.js'

export type Engine =
  | {readonly kind: 'loaded'; readonly version: string; readonly description: string; readonly platform: Platform}
  | {readonly kind: 'missing'; readonly message: string; readonly attempts: readonly LoadAttempt[]}

export interface Configuration {
  readonly files: readonly {readonly file: string; readonly read: boolean}[]
  /** What is wrong with one of them. */
  readonly problem: {readonly message: string; readonly next: string | undefined} | undefined
  readonly profiles: readonly string[]
  readonly strayVariables: readonly {readonly name: string; readonly meant: string | undefined}[]
}

export interface Context {
  readonly host: Host
  readonly engine: Engine
  /** Oldest Node that will do: `20.19`. */
  readonly nodeNeeded: string
  readonly configuration: Configuration
  /** The way to the proxy that was named, tried once; undefined: there is none, or no engine to try it with. */
  visit(): Promise<Visit | undefined>
  readonly signal: AbortSignal
}
