/** `--redact`: what a run is told that nobody else should read, so that it is found wherever it turns up. */
import type {IpAim} from '../probe/ip/options.js'
import type {Aim, UdpProbeOptions} from '../probe/options.js'
import {KEEP_ALL, Redactor, type Redact} from '../redact/redactor.js'
import {parse} from '../net/address.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import type {ProxyPlace} from '../tunnel/uri-template.js'
import {CliError} from './errors.js'

export interface RedactFlagValues {
  readonly redact: boolean
  readonly pcap?: string | undefined
  readonly keylog?: string | undefined
}

export type Told = Pick<UdpProbeOptions, 'reach' | 'headers'> & {
  readonly proxy: ProxyAddress<ProxyPlace>
  readonly aim: Aim | IpAim
  /** On the way to it. */
  readonly others?: readonly ProxyAddress[]
}

/** @throws CliError for what cannot be written without showing everything */
export function redactorFor(flags: RedactFlagValues, told: Told): Redact {
  if (!flags.redact) return KEEP_ALL
  for (const name of ['pcap', 'keylog'] as const) {
    if (flags[name] === undefined) continue
    throw new CliError(`--${name} holds what --redact leaves out`, {
      code: 'redact-or-raw',
      next: `leave out --${name}, or --redact; masque report RUN --bundle takes the secrets out of a capture afterwards`,
    })
  }
  const redactor = new Redactor({addresses: true, secrets: secretsOf(told), names: namesOf(told)})
  return value => redactor.value(value)
}

function secretsOf({headers, aim}: Told): string[] {
  const values = headers.filter(([name]) => name !== 'user-agent').map(([, value]) => value)
  const parts = values.flatMap(value => [value, value.replace(/^\w+ /, ''), ...passwordOf(value)])
  const key = 'kind' in aim ? aim.kind === 'responder' && aim.key : named(aim)?.key
  return key ? [...parts, key.toString()] : parts
}

/** Of Basic credentials, which are only written in base64. */
function passwordOf(value: string): string[] {
  const encoded = /^Basic (\S+)$/i.exec(value)?.[1]
  if (encoded === undefined) return []
  const [, ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return [password.join(':')]
}

function namesOf({proxy, others = [], reach, aim}: Told): string[] {
  const template = [proxy, ...others].flatMap(each =>
    each.kind === 'template' ? [each.template.authority.replace(/:\d+$/, '')] : [],
  )
  const resolved = [...reach.resolve.keys()].map(key => key.replace(/:\d+$/, ''))
  const bound = reach.bind === undefined ? [] : [parse(reach.bind)?.ip ?? '']
  return [
    ...template,
    ...hostsOf(aim),
    ...resolved,
    ...bound,
    reach.connectTo?.host ?? '',
    reach.serverName ?? '',
  ].filter(name => name !== '')
}

function hostsOf(aim: Told['aim']): string[] {
  if (!('kind' in aim)) {
    return [named(aim)?.at.host, aim.target, aim.payload?.target.host].filter(host => host !== undefined)
  }
  switch (aim.kind) {
    case 'in-process':
      return []
    case 'payload':
      return [aim.target.host]
    case 'responder':
      return [aim.target.host, aim.responder.host]
  }
}

function named({responder}: IpAim): Exclude<IpAim['responder'], 'embedded'> {
  return responder === 'embedded' ? undefined : responder
}
