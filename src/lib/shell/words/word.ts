/**
 * What a word of the shell is: a signature, from which reading, usage line and completion follow, and what it does.
 * `define` keeps the types of the values; everybody else sees a `Word`.
 */
import {readArguments, type Given, type Params, type Signature} from '../grammar/arguments.js'
import type {Data} from '../grammar/data.js'
import {GrammarError} from '../grammar/error.js'
import {tunnel, type Param} from '../grammar/param.js'
import type {Statement, Token} from '../grammar/token.js'
import type {Session} from '../session/session.js'
import type {Outcome} from '../session/outcome.js'

export const GROUPS = ['tunnels', 'sending', 'endings', 'waiting', 'looking', 'settings', 'session'] as const
export type Group = (typeof GROUPS)[number]

/** What a word has to do with: what it says goes to whoever typed it. */
export interface WordContext {
  readonly session: Session
  readonly tell: (lines: readonly string[]) => void
}

/** Octets that would be sent, and what they are. */
export interface DryPart {
  readonly label: string
  readonly bytes: Uint8Array
  readonly lines: readonly string[]
}

export interface Word {
  readonly name: string
  readonly group: Group
  readonly summary: string
  readonly usage: string
  readonly details: readonly string[]
  readonly examples: readonly string[]
  readonly signature: Signature
  /** It does something to the peer: what is expected afterwards is expected of this. */
  readonly acts: boolean
  /** @throws GrammarError */
  read(statement: Statement): Call
}

/** A statement that was understood. */
export interface Call {
  readonly word: Word
  readonly statement: Statement
  /** Files it will read. */
  readonly files: readonly Extract<Data, {data: 'file'}>[]
  /** Tunnels it names, and the one it opens under a name of its own. */
  readonly uses: readonly {readonly name: string; readonly column: number}[]
  readonly opens: string | undefined
  /** What is not to be written down anywhere. */
  readonly isSecret: boolean
  run(context: WordContext, signal: AbortSignal): Promise<Outcome>
  /** undefined: it sends nothing. */
  readonly dry: ((context: WordContext) => Promise<readonly DryPart[]>) | undefined
}

type Values<P> = {readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never}
declare const NOTHING: unique symbol
/** No parameters at all. */
interface Nothing {
  readonly [NOTHING]?: never
}
type Empty = Pick<Nothing, typeof NOTHING>

export type ArgumentsOf<R, O, N, K, S extends string> = Values<R> &
  Partial<Values<O>> &
  Partial<Values<N>> &
  Partial<Values<K>> &
  Readonly<Partial<Record<S, true>>>

export interface Definition<R extends Params, O extends Params, N extends Params, K extends Params, S extends string> {
  readonly name: string
  readonly group: Group
  readonly summary: string
  readonly details?: readonly string[]
  /** The first is shown with errors. */
  readonly examples: readonly [string, ...string[]]
  readonly required?: R
  readonly optional?: O
  readonly options?: N
  readonly keywords?: K
  readonly switches?: readonly S[]
  readonly acts?: true
  /** What no value alone can show. @throws GrammarError */
  readonly check?: (values: ArgumentsOf<R, O, N, K, S>, statement: Statement) => void
  readonly isSecret?: (values: ArgumentsOf<R, O, N, K, S>) => boolean
  run(values: ArgumentsOf<R, O, N, K, S>, context: WordContext, signal: AbortSignal): Promise<Outcome>
  readonly dry?: (values: ArgumentsOf<R, O, N, K, S>, context: WordContext) => Promise<readonly DryPart[]>
}

export function define<
  R extends Params = Empty,
  O extends Params = Empty,
  N extends Params = Empty,
  K extends Params = Empty,
  S extends string = never,
>(definition: Definition<R, O, N, K, S>): Word {
  const {required = {}, optional = {}, options = {}, keywords = {}, switches = []} = definition
  const signature: Signature = {required, optional, options, keywords, switches}
  const word: Word = {
    name: definition.name,
    group: definition.group,
    summary: definition.summary,
    usage: usageOf(definition.name, signature),
    details: definition.details ?? [],
    examples: definition.examples,
    signature,
    acts: definition.acts ?? false,
    read(statement) {
      const [command, ...rest] = statement
      const given = understood(command, rest, signature, definition.examples[0])
      const values = Object.fromEntries(given) as ArgumentsOf<R, O, N, K, S>
      const {check, dry, isSecret} = definition
      check?.(values, statement)
      return {
        word,
        statement,
        files: filesIn(given),
        uses: tunnelsIn(given, signature, command.column),
        opens: definition.name === 'open' && typeof given.get('as') === 'string' ? String(given.get('as')) : undefined,
        isSecret: isSecret?.(values) ?? false,
        run: (context, signal) => definition.run(values, context, signal),
        dry: dry && (context => dry(values, context)),
      }
    },
  }
  return word
}

function understood(command: Token, rest: readonly Token[], signature: Signature, example: string): Given {
  try {
    return readArguments(command, rest, signature)
  } catch (error) {
    throw error instanceof GrammarError ? error.withExample(example) : error
  }
}

function tunnelsIn(given: Given, {required, optional, options, keywords}: Signature, column: number): Call['uses'] {
  const params = Object.entries({...required, ...optional, ...options, ...keywords})
  return params.flatMap(([key, param]) => {
    const name = param === tunnel ? given.get(key) : undefined
    return typeof name === 'string' ? [{name, column}] : []
  })
}

function filesIn(given: Given): Call['files'] {
  return [...given.values()].filter(isFile)
}

function isFile(value: unknown): value is Extract<Data, {data: 'file'}> {
  return typeof value === 'object' && value !== null && 'data' in value && value.data === 'file'
}

function usageOf(name: string, {required, optional, options, keywords, switches}: Signature): string {
  const labels = (params: Params): readonly (readonly [string, string])[] =>
    Object.entries(params).map(([key, {label}]) => [key, label] as const)
  return [
    name,
    ...labels(required).map(([, label]) => label),
    ...labels(optional).map(([, label]) => `[${label}]`),
    ...labels(keywords).map(([key, label]) => `[${key} ${label}]`),
    ...labels(options).map(([key, label]) => `[--${key} ${label}]`),
    ...switches.map(key => `[--${key}]`),
  ].join(' ')
}
