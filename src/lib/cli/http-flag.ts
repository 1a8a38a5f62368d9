/** `--http`: which versions of HTTP, in which order. */
import {Flags} from '@oclif/core'
import type {HttpVersion} from '../http/transport.js'
import type {HttpWish, ViaWish} from '../probe/options.js'
import type {CliError} from './errors.js'

const VERSIONS = ['3', '2', '1.1'] as const

export const httpFlag = Flags.option({
  options: VERSIONS,
  multiple: true,
  description: 'Version of HTTP; repeatable. All of them by default: what the proxy does not offer is no failure then.',
  env: 'MASQUE_HTTP',
})

export function readHttp(flag: readonly HttpVersion[] | undefined): HttpWish {
  const versions = [...new Set(flag ?? [])]
  return versions.length > 0 ? {versions, named: true} : {versions: VERSIONS, named: false}
}

/**
 * What can be spoken here: without the engine, not HTTP/3.
 * @throws CliError if that was asked for by name
 */
export function spokenHere({versions, named}: HttpWish, missing: CliError | undefined): HttpWish {
  if (!missing) return {versions, named}
  if (named && versions.includes('3')) throw missing
  return {versions: versions.filter(version => version !== '3'), named}
}

/** Behind another proxy there is HTTP/3 only, unless somebody asks for more by name and is told why not. */
export function insideTunnels(wish: HttpWish, via: {readonly via?: ViaWish}): HttpWish {
  return via.via && !wish.named ? {versions: ['3'], named: true} : wish
}

/** Clear text is not for HTTP/3, and nobody falls into it by default. */
export function mayBeClear({versions, named}: HttpWish): boolean {
  return named && !versions.includes('3')
}
