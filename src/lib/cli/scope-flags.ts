/** Flags about what an IP tunnel is for (RFC 9484 section 4.6). */
import {Flags} from '@oclif/core'
import type {IpRequest} from '../tunnel/connect-ip.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import {formatScopeTarget, parseScope, ScopeError} from '../tunnel/scope.js'
import {CliError} from './errors.js'
import {count} from './parsers.js'

const SCOPE = {helpGroup: 'REQUEST'}

export const scopeFlags = {
  'scope-target': Flags.string({
    helpValue: 'TARGET',
    description: 'Ask for a tunnel to this alone: a name, an address or a prefix (192.0.2.0/24).',
    env: 'MASQUE_SCOPE_TARGET',
    ...SCOPE,
  }),
  'scope-ipproto': count(
    'scope-ipproto',
    0,
    255,
  )({
    helpValue: 'N',
    description: 'Ask for a tunnel for this IP protocol alone (17 is UDP); ICMP is always allowed.',
    env: 'MASQUE_SCOPE_IPPROTO',
    ...SCOPE,
  }),
}

export interface ScopeFlagValues {
  readonly 'scope-target'?: string | undefined
  readonly 'scope-ipproto'?: number | undefined
}

/** @throws CliError, also if PROXY is a template without a place for it */
export function readScope(flags: ScopeFlagValues, proxy: ProxyAddress<IpTemplate>): NonNullable<IpRequest['scope']> {
  const {'scope-target': target, 'scope-ipproto': ipproto} = flags
  if (proxy.kind === 'template') {
    const {variables} = proxy.template
    if (target !== undefined && !variables.includes('target')) throw noPlace('scope-target', 'target')
    if (ipproto !== undefined && !variables.includes('ipproto')) throw noPlace('scope-ipproto', 'ipproto')
  }
  try {
    const scope = parseScope(target, ipproto === undefined ? undefined : String(ipproto))
    return {
      ...(target !== undefined && {target: formatScopeTarget(scope.target)}),
      ...(ipproto !== undefined && {ipproto}),
    }
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error
    const next = 'a name, an address, or a prefix like 192.0.2.0/24 or 2001:db8::/32'
    throw new CliError(`--scope-target: ${error.message}`, {code: 'bad-scope', next})
  }
}

function noPlace(flag: string, variable: string): CliError {
  return new CliError(`--${flag}: the template of PROXY has no {${variable}}, so the proxy cannot be told`, {
    code: 'no-place-for-scope',
    next: 'leave it out, or a template that has it, like https://HOST/.well-known/masque/ip/{target}/{ipproto}/',
  })
}
