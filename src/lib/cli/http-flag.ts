/** `--http`: which versions of HTTP, in which order. */
import {Flags} from '@oclif/core'
import type {HttpVersion} from '../http/transport.js'
import type {HttpWish, ViaWish} from '../probe/options.js'
import {CliError} from './errors.js'

const VERSIONS = ['3', '2', '1.1'] as const
const AUTO = 'auto'

export const httpFlag = Flags.option({
  options: [...VERSIONS, AUTO] as const,
  multiple: true,
  description:
    'Version of HTTP; repeatable. All of them by default: what the proxy does not offer is no failure then. auto: the one that is there first, HTTP/3 with a head start.',
  env: 'MASQUE_HTTP',
})

/** @throws CliError for auto beside a version */
export function readHttp(flag: readonly (HttpVersion | typeof AUTO)[] = []): HttpWish {
  const versions = [...new Set(flag)].filter(each => each !== AUTO)
  if (flag.includes(AUTO)) {
    if (versions.length === 0) return {versions: VERSIONS, named: true, auto: true}
    throw new CliError('--http auto chooses a version itself, and another one was named', {
      code: 'bad-flag',
      next: '--http auto, or the versions that are wanted',
    })
  }
  return versions.length > 0 ? {versions, named: true} : {versions: VERSIONS, named: false}
}

/**
 * What can be spoken here: without the engine, not HTTP/3.
 * @throws CliError if that was asked for by name
 */
export function spokenHere(wish: HttpWish, missing: CliError | undefined): HttpWish {
  const {versions, named, auto = false} = wish
  if (!missing) return wish
  if (named && !auto && versions.includes('3')) throw missing
  return {...wish, versions: versions.filter(version => version !== '3')}
}

/** Behind another proxy there is HTTP/3 only, unless somebody asks for more by name and is told why not. */
export function insideTunnels(wish: HttpWish, via: {readonly via?: ViaWish}): HttpWish {
  return via.via && (!wish.named || wish.auto) ? {versions: ['3'], named: true} : wish
}

/** Clear text is not for HTTP/3, and nobody falls into it by default. */
export function mayBeClear({versions, named}: HttpWish): boolean {
  return named && !versions.includes('3')
}
