/** `--redact`: what a run is told that nobody else should read, so that it is found wherever it turns up. */
import type {UdpProbeOptions} from '../probe/options.js'
import {KEEP_ALL, Redactor, type Redact} from '../redact/redactor.js'
import {parse} from '../net/address.js'
import {CliError} from './errors.js'

export interface RedactFlagValues {
  readonly redact: boolean
  readonly pcap?: string | undefined
  readonly keylog?: string | undefined
}

type Told = Pick<UdpProbeOptions, 'proxy' | 'reach' | 'headers' | 'aim'>

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
  return aim.kind === 'responder' ? [...parts, aim.key.toString()] : parts
}

/** Of Basic credentials, which are only written in base64. */
function passwordOf(value: string): string[] {
  const encoded = /^Basic (\S+)$/i.exec(value)?.[1]
  if (encoded === undefined) return []
  const [, ...password] = Buffer.from(encoded, 'base64').toString().split(':')
  return [password.join(':')]
}

function namesOf({proxy, reach, aim}: Told): string[] {
  const template = proxy.kind === 'template' ? [proxy.template.authority.replace(/:\d+$/, '')] : []
  const target = aim.kind === 'in-process' ? [] : [aim.target.host]
  const responder = aim.kind === 'responder' ? [aim.responder.host] : []
  const resolved = [...reach.resolve.keys()].map(key => key.replace(/:\d+$/, ''))
  const bound = reach.bind === undefined ? [] : [parse(reach.bind)?.ip ?? '']
  return [
    ...template,
    ...target,
    ...responder,
    ...resolved,
    ...bound,
    reach.connectTo?.host ?? '',
    reach.serverName ?? '',
  ].filter(name => name !== '')
}
