/** Flags about whom packets of an IP tunnel go to, and what the tunnel is asked to be for. */
import {Flags} from '@oclif/core'
import {isIp} from '../net/address.js'
import type {IpAim, IpProbeOptions} from '../probe/ip/options.js'
import {formatScopeTarget, parseScope, ScopeError} from '../tunnel/scope.js'
import {parseTarget, TargetError} from '../tunnel/target.js'
import {aimFlags, readKey, readPayload, readTarget, type AimFlagValues} from './aim-flags.js'
import {CliError} from './errors.js'
import {count} from './parsers.js'

const TARGET = {helpGroup: 'TARGET'}
const SCOPE = {helpGroup: 'REQUEST'}

export const ipAimFlags = {
  ...aimFlags,
  target: Flags.string({
    char: 't',
    helpValue: 'HOST[:PORT]',
    description: 'Send ICMP echo there, and follow the way; with --payload also UDP to the port.',
    env: 'MASQUE_TARGET',
    ...TARGET,
  }),
  payload: Flags.string({
    helpValue: 'KIND',
    description: 'What the target understands: dns:NAME, stun, ntp, quic-vn (any QUIC server answers), hex:BYTES.',
    env: 'MASQUE_PAYLOAD',
    dependsOn: ['target'],
    exclusive: ['responder'],
    ...TARGET,
  }),
  tcp: count(
    'tcp',
    1,
    65_535,
  )({
    multiple: true,
    helpValue: 'PORT',
    description: 'Begin a TCP handshake with this port of the target, or of the responder; repeatable.',
    env: 'MASQUE_TCP',
    ...TARGET,
  }),
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

export interface IpAimFlagValues extends AimFlagValues {
  readonly tcp?: readonly number[] | undefined
  readonly 'scope-target'?: string | undefined
  readonly 'scope-ipproto'?: number | undefined
}

/** @param isSelf the embedded proxy has a responder and hosts of its own. @throws CliError */
export async function readIpAim(flags: IpAimFlagValues, isSelf: boolean, seed: number): Promise<IpAim> {
  const tcpPorts = [...new Set(flags.tcp ?? [])]
  const target = flags.target === undefined ? undefined : readHost(flags.target, flags.payload !== undefined)
  if (tcpPorts.length > 0 && target === undefined && flags.responder === undefined && !isSelf) {
    throw new CliError('--tcp needs to know whose port that is', {code: 'no-target', next: '--target HOST'})
  }
  const responder = flags.responder === undefined ? undefined : readTarget('responder', flags.responder)
  const payload = flags.payload === undefined ? undefined : readPayload(flags.payload, seed)
  return {
    ...(responder && {responder: {at: responder, key: await readKey(flags)}}),
    ...(!responder && !payload && isSelf && {responder: 'embedded' as const}),
    ...(target !== undefined && {target}),
    ...(payload && {payload: {target: readTarget('target', flags.target ?? ''), payload}}),
    tcpPorts,
  }
}

/** @throws CliError, also if PROXY is a template without a place for it */
export function readScope(flags: IpAimFlagValues, proxy: IpProbeOptions['proxy']): IpProbeOptions['scope'] {
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

/** A name or an address; a port is for a payload only. @throws CliError */
function readHost(text: string, hasPayload: boolean): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  if (isIp(bare)) return bare
  if (/:\d*$/.test(text)) {
    const {host, port} = readTarget('target', text)
    if (hasPayload) return host
    throw new CliError(`--target ${text}: what is port ${port} for?`, {
      code: 'port-without-payload',
      next: `--payload KIND for UDP to it, --tcp ${port} for a TCP handshake, or --target ${host} alone for ICMP echo`,
    })
  }
  try {
    return parseTarget(`${text}:1`).host
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    throw new CliError(`--target ${text}: that is neither a name nor an IP address`, {
      code: 'bad-target',
      next: 'HOST, or HOST:PORT with --payload (IPv6 in brackets)',
    })
  }
}
