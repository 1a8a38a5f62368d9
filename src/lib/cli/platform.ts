/** The real platform: system clock, native engine, native sockets; or Node's own, where there is no engine. */
import type {HttpVersion} from '../http/transport.js'
import {explicitPath, hasUdp, loadBinding, NativeMissingError, type Binding} from '../native/binding.js'
import {notObservedBy, withSocket} from '../native/socket.js'
import type {SocketKind} from '../native/surface.js'
import {DgramNet, LACKS} from '../net/dgram.js'
import {NativeNet} from '../net/native.js'
import type {Platform} from '../reach/options.js'
import {systemClock} from '../spec/clock.js'
import {seeded} from '../spec/random.js'
import {CliError} from './errors.js'

const WAYS_OUT =
  'HTTP/2 and HTTP/1.1 work without it; for HTTP/3 install masque again on this machine, optional dependencies included (npm install masque); in a checkout run ' +
  "'npm run build:native' (needs cargo and a C compiler)"

export interface OpenedPlatform extends Platform {
  /** What it says of itself; null: there is none. */
  readonly engine: string | null
  /** Why there is none. */
  readonly missing?: CliError
}

/**
 * @param wanted versions of HTTP that somebody asked for, or that are meant by default
 * @throws CliError if the native engine has not what is asked for
 */
export function openPlatform(seed: number, wanted: readonly HttpVersion[] = ['3']): OpenedPlatform {
  const native = load()
  if (native instanceof CliError) return withoutEngine(seed, native, wanted)
  if (!hasUdp(native)) throw noUdp()
  const socket = wantedSocket(native.sockets())
  const binding = socket === 'linux' ? native : withSocket(native, socket)
  return {
    clock: systemClock,
    random: seeded(seed),
    net: new NativeNet(native),
    binding,
    engine: binding.description(),
    notObserved: notObservedBy(socket),
  }
}

/** Everything but HTTP/3 works on Node alone, and sees less. */
function withoutEngine(seed: number, missing: CliError, wanted: readonly HttpVersion[]): OpenedPlatform {
  const untried = wanted.includes('3') ? [`HTTP/3 was not tried: ${missing.message}`] : []
  return {
    clock: systemClock,
    random: seeded(seed),
    net: new DgramNet(systemClock),
    binding: undefined,
    engine: null,
    missing,
    notObserved: [...untried, LACKS],
  }
}

/** For what nothing but the engine can do. @throws CliError */
export function needEngine({missing}: OpenedPlatform): void {
  if (missing) throw missing
}

/** MASQUE_SOCKET, or the best there is. The only place that reads the variable. */
function wantedSocket(available: readonly SocketKind[]): SocketKind {
  const named = process.env['MASQUE_SOCKET']
  const wanted = named === undefined || named === '' ? available[0] : named
  const found = available.find(socket => socket === wanted)
  if (found !== undefined) return found
  throw new CliError(`MASQUE_SOCKET: there is no socket '${wanted}' on this system`, {
    code: 'no-such-socket',
    next: `MASQUE_SOCKET=${available.join(' or ')}, or leave it out`,
  })
}

function noUdp(): CliError {
  return new CliError(`on ${process.platform} the engine has QUIC, but no UDP sockets that show TTL and ECN`, {
    code: 'no-udp',
    exitCode: 70,
    next: 'the same on Linux',
  })
}

function load(): Binding | CliError {
  try {
    return loadBinding()
  } catch (error) {
    if (!(error instanceof NativeMissingError)) throw error
    const tried = error.attempts.map(({where, error: why}) => `${where} (${why ?? 'not there'})`).join('; ')
    return new CliError(`${error.message}. Tried: ${tried}`, {
      code: 'no-engine',
      exitCode: 70,
      next:
        explicitPath() === undefined ? WAYS_OUT : `unset MASQUE_NATIVE_PATH, or mend what it points to; ${WAYS_OUT}`,
    })
  }
}
