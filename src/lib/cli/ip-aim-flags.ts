/** Flags about whom packets of an IP tunnel go to, and what the tunnel is asked to be for. */
import {Flags} from '@oclif/core'
import {isIp} from '../net/address.js'
import type {IpAim} from '../probe/ip/options.js'
import {parseTarget, TargetError} from '../tunnel/target.js'
import {aimFlags, readKey, readPayload, readTarget, type AimFlagValues} from './aim-flags.js'
import {CliError} from './errors.js'
import {count} from './parsers.js'
import {scopeFlags, type ScopeFlagValues} from './scope-flags.js'

const TARGET = {helpGroup: 'TARGET'}

export const ipAimFlags = {
  ...aimFlags,
  target: Flags.string({
    char: 't',
    helpValue: 'HOST[:PORT]',
    description: 'Send ICMP echo there, and follow the way; with --payload also UDP to the port.',
    env: 'MASQUE_TARGET',
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
  ...scopeFlags,
}

export interface IpAimFlagValues extends AimFlagValues, ScopeFlagValues {
  readonly tcp?: readonly number[] | undefined
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
