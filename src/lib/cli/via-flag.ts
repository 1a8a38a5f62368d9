/** `--via`: proxies to go through on the way to PROXY. */
import {Flags} from '@oclif/core'
import type {HttpVersion} from '../http/transport.js'
import type {ViaWish} from '../probe/options.js'
import {readProxy} from './proxy-argument.js'

const VERSIONS = ['3', '2', '1.1'] as const
const VIA = {helpGroup: 'WAY TO THE PROXY'}

export const viaFlags = {
  via: Flags.string({
    multiple: true,
    helpValue: 'PROXY',
    description: 'Go through this proxy, QUIC inside its UDP tunnel; repeatable, the first is met first.',
    env: 'MASQUE_VIA',
    ...VIA,
  }),
  'via-http': Flags.option({
    options: VERSIONS,
    multiple: true,
    description: 'Version of HTTP to the first of them; repeatable: the first that reaches it is taken.',
    env: 'MASQUE_VIA_HTTP',
    dependsOn: ['via'],
    ...VIA,
  })(),
}

export interface ViaFlagValues {
  readonly via?: readonly string[] | undefined
  readonly 'via-http'?: readonly HttpVersion[] | undefined
}

/** @throws CliError */
export function readVia(flags: ViaFlagValues): {readonly via?: ViaWish} {
  const {via = [], 'via-http': http = VERSIONS} = flags
  if (via.length === 0) return {}
  return {via: {proxies: via.map(text => readProxy(text)), http}}
}
