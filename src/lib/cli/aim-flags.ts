/** Flags about what datagrams go to. */
import {Flags} from '@oclif/core'
import {parsePayload} from '../payload/payload.js'
import {PayloadError, type Payload} from '../payload/kind.js'
import type {Aim} from '../probe/options.js'
import type {ResponderKey} from '../responder/message.js'
import {seeded} from '../spec/random.js'
import {parseTarget, TargetError, type Target} from '../tunnel/target.js'
import {CliError} from './errors.js'
import {readResponderKey} from './responder-key.js'

const TARGET = {helpGroup: 'TARGET'}

export const aimFlags = {
  target: Flags.string({
    char: 't',
    helpValue: 'HOST:PORT',
    description: 'Send datagrams there: with --payload, or where the proxy finds the --responder.',
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
  responder: Flags.string({
    helpValue: 'HOST:PORT',
    description: 'A responder (masque serve responder): says what really arrived.',
    env: 'MASQUE_RESPONDER',
    ...TARGET,
  }),
  'responder-key': Flags.string({
    helpValue: 'FILE',
    description: 'Its key; MASQUE_RESPONDER_KEY holds the key itself.',
    dependsOn: ['responder'],
    ...TARGET,
  }),
}

export interface AimFlagValues {
  readonly target?: string | undefined
  readonly payload?: string | undefined
  readonly responder?: string | undefined
  readonly 'responder-key'?: string | undefined
}

/** @throws CliError */
export async function readAim(flags: AimFlagValues, seed: number): Promise<Aim> {
  if (flags.responder !== undefined) {
    const responder = readTarget('responder', flags.responder)
    const target = flags.target === undefined ? responder : readTarget('target', flags.target)
    return {kind: 'responder', target, responder, key: await readKey(flags)}
  }
  if (flags.target === undefined) return {kind: 'in-process'}
  const target = readTarget('target', flags.target)
  if (flags.payload === undefined) {
    throw new CliError('--target needs --payload: what should the target understand?', {
      code: 'no-payload',
      next: `--payload ${guess(target)}, or another of dns:NAME, stun, ntp, quic-vn, hex:BYTES`,
    })
  }
  return {kind: 'payload', target, payload: readPayload(flags.payload, seed)}
}

/** @throws CliError */
export function readPayload(text: string, seed: number): Payload {
  try {
    return parsePayload(text, seeded(seed).fork('payload'))
  } catch (error) {
    if (error instanceof PayloadError) throw new CliError(`--payload: ${error.message}`, {code: 'bad-payload'})
    throw error
  }
}

/** @throws CliError */
export function readTarget(flag: string, text: string): Target {
  try {
    return parseTarget(text)
  } catch (error) {
    if (error instanceof TargetError) throw new CliError(`--${flag}: ${error.message}`, {code: 'bad-target'})
    throw error
  }
}

/** @throws CliError */
export async function readKey(flags: Pick<AimFlagValues, 'responder-key'>): Promise<ResponderKey> {
  const key = await readResponderKey('responder-key', flags['responder-key'])
  if (key) return key
  throw new CliError('--responder needs its key', {
    code: 'no-responder-key',
    next: '--responder-key FILE, or the key in MASQUE_RESPONDER_KEY; masque serve responder prints it',
  })
}

/** Only a suggestion: nothing is guessed silently. */
function guess({port, host}: Target): string {
  const byPort: Readonly<Record<number, string>> = {
    53: `dns:${/^[\d.:]/.test(host) ? 'example.com' : host}`,
    123: 'ntp',
    443: 'quic-vn',
    3478: 'stun',
  }
  return byPort[port] ?? 'quic-vn'
}
