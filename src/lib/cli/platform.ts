/** The real platform: system clock, native engine, native sockets. */
import {explicitPath, loadBinding, NativeMissingError} from '../native/binding.js'
import {NativeNet} from '../net/native.js'
import type {Platform} from '../probe/options.js'
import {systemClock} from '../spec/clock.js'
import {seeded} from '../spec/random.js'
import {CliError} from './errors.js'

const WAYS_OUT =
  "in a checkout run 'npm run build:native' (needs cargo and a C compiler); otherwise install masque again for this platform"

/** @throws CliError if the native engine cannot be loaded */
export function openPlatform(seed: number): Platform & {readonly engine: string} {
  try {
    const binding = loadBinding()
    return {
      clock: systemClock,
      random: seeded(seed),
      net: new NativeNet(binding),
      binding,
      engine: binding.description(),
    }
  } catch (error) {
    if (!(error instanceof NativeMissingError)) throw error
    const tried = error.attempts.map(({where, error: why}) => `${where} (${why ?? 'not there'})`).join('; ')
    throw new CliError(`${error.message}. Tried: ${tried}`, {
      code: 'no-engine',
      exitCode: 70,
      next:
        explicitPath() === undefined ? WAYS_OUT : `unset MASQUE_NATIVE_PATH, or mend what it points to; ${WAYS_OUT}`,
    })
  }
}
