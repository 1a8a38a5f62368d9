/** `--http`: which versions of HTTP, in which order. */
import {Flags} from '@oclif/core'
import type {HttpVersion} from '../http/transport.js'
import type {HttpWish} from '../probe/options.js'

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
