/**
 * Finds and loads the native addon: the only place that does. It tries an explicit path, the local
 * build of a checkout, then the platform package; what was tried and the first real error are told,
 * because "cannot find module" hides a missing glibc.
 */
import {createRequire} from 'node:module'
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {fault} from './library-file.js'
import {inWords, systemLibC} from './load-failure.js'
import type {QuicBinding, SocketKind, TunBinding, UdpBinding} from './surface.js'

/** `UdpHub` and `TunDevice` are there on Linux only: ask `hasUdp`. */
export interface Binding extends QuicBinding, UdpBinding, TunBinding {
  version(): string
  /** What QUIC can use on this system, the default first. */
  sockets(): readonly SocketKind[]
}

export interface LoadAttempt {
  readonly where: string
  /** undefined: there was nothing there. */
  readonly error?: string
}

export class NativeMissingError extends Error {
  override readonly name = 'NativeMissingError'
  constructor(
    readonly attempts: readonly LoadAttempt[],
    /** The first failure that was not mere absence. */
    readonly reason: string | undefined,
  ) {
    super(reason === undefined ? absence() : `the native engine does not load: ${reason}`)
  }
}

const root = new URL('../../../', import.meta.url)
const requireFrom = createRequire(import.meta.url)

export function hasUdp(binding: Partial<UdpBinding>): boolean {
  return binding.UdpHub !== undefined
}

let loaded: Binding | undefined

/** @throws NativeMissingError */
export function loadBinding(): Binding {
  loaded ??= load()
  return loaded
}

/** The package's version; the addon must have the same, exactly: a tester may not mix engines. */
export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', root), 'utf8')
  return (JSON.parse(text) as {version: string}).version
}

export function platformName(): string {
  const libc = process.platform === 'linux' ? (systemLibC().glibc === undefined ? '-musl' : '-gnu') : ''
  return `${process.platform}-${process.arch}${libc}`
}

/** What is missing, when there is nothing anywhere. */
function absence(): string {
  if (explicitPath()) return 'the native engine is not where MASQUE_NATIVE_PATH says'
  return `the native engine is not installed for ${platformName()}`
}

/** Set, no other place is tried. */
export function explicitPath(): string | undefined {
  const path = process.env['MASQUE_NATIVE_PATH']
  return path === '' ? undefined : path
}

function load(): Binding {
  const attempts: LoadAttempt[] = []
  for (const where of places()) {
    try {
      return checked(open(requireFrom.resolve(where)))
    } catch (error) {
      attempts.push(attempt(where, error))
    }
  }
  throw new NativeMissingError(attempts, attempts.find(({error}) => error !== undefined)?.error)
}

/** One after the other: finding out the platform's name takes longer than loading a local build. */
function* places(): Generator<string> {
  const explicit = explicitPath()
  if (explicit) {
    yield explicit
    return
  }
  yield fileURLToPath(new URL('native/masque-engine.node', root))
  yield `@masque/engine-${platformName()}`
}

function attempt(where: string, error: unknown): LoadAttempt {
  const {code, message} = error as NodeJS.ErrnoException
  return code === 'MODULE_NOT_FOUND' ? {where} : {where, error: inWords(message)}
}

function open(path: string): Partial<Binding> {
  const wrong = path.endsWith('.node') ? fault(path) : undefined
  if (wrong !== undefined) throw new Error(wrong)
  return requireFrom(path) as Partial<Binding>
}

function checked(binding: Partial<Binding>): Binding {
  if (!isBinding(binding)) throw new Error('it is no engine of masque')
  const [found, wanted] = [binding.version(), packageVersion()]
  if (found !== wanted) throw new Error(`it is of version ${found}, but masque is ${wanted}: install both anew`)
  return binding
}

function isBinding(found: Partial<Binding>): found is Binding {
  return typeof found.version === 'function'
}
