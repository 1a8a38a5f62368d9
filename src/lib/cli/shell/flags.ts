/** Flags that `shell` and `replay` share, and what they come to. */
import {Flags} from '@oclif/core'
import {httpChoice} from '../../shell/words/http-param.js'
import {parseTarget, TargetError, type Target} from '../../tunnel/target.js'
import {CliError} from '../errors.js'
import {evidenceFlags, type EvidenceFlagValues} from '../evidence-flags.js'
import {seconds} from '../parsers.js'
import {reachFlags} from '../reach-flags.js'
import {readVia, viaFlags, type ViaFlagValues} from '../via-flag.js'
import type {ShellOptions} from './options.js'

/** Behind another proxy there is nothing else. */
const INSIDE = httpChoice('3')
const SESSION = {helpGroup: 'SESSION'}

export const shellFlags = {
  ...evidenceFlags,
  ...reachFlags,
  ...viaFlags,
  http: Flags.option({
    options: ['3', '2', '1.1', 'auto'] as const,
    description: 'Version of HTTP; auto tries 3, then 2, then 1.1.',
    env: 'MASQUE_HTTP',
  })(),
  datagrams: Flags.option({
    options: ['auto', 'frames', 'capsules'] as const,
    description: 'How datagrams travel: QUIC DATAGRAM frames, DATAGRAM capsules, or as negotiated.',
    env: 'MASQUE_DATAGRAMS',
  })(),
  target: Flags.string({
    char: 't',
    helpValue: 'HOST:PORT',
    description: 'What @target stands for; with self, an echo of our own.',
    env: 'MASQUE_TARGET',
    ...SESSION,
  }),
  timeout: seconds(
    'timeout',
    0.05,
    600,
  )({char: 'w', description: 'For each step of open, and for expect without within.', env: 'MASQUE_TIMEOUT'}),
  record: Flags.string({
    helpValue: 'FILE',
    description: 'Save what is typed as a script for masque replay.',
    env: 'MASQUE_RECORD',
    ...SESSION,
  }),
  'no-record': Flags.boolean({
    description: 'Keep nothing in the state directory.',
    env: 'MASQUE_NO_RECORD',
    ...SESSION,
  }),
  'keep-going': Flags.boolean({
    description: 'Go on after a line of a script that failed, or an expectation that was not met.',
    env: 'MASQUE_KEEP_GOING',
    ...SESSION,
  }),
  'fail-on': Flags.option({
    options: ['must', 'should', 'inconclusive', 'never'] as const,
    description: 'What makes the exit code 1: a violation; with inconclusive, what stayed undecided as well.',
    env: 'MASQUE_FAIL_ON',
    ...SESSION,
  })({default: 'must'}),
}

export interface ShellFlagValues extends EvidenceFlagValues, ViaFlagValues {
  readonly http?: '3' | '2' | '1.1' | 'auto' | undefined
  readonly datagrams?: ShellOptions['datagrams']
  readonly target?: string | undefined
  readonly timeout?: number | undefined
  readonly record?: string | undefined
  readonly 'no-record': boolean
  readonly 'keep-going': boolean
  readonly 'fail-on': ShellOptions['failOn']
  readonly format: ShellOptions['format']
  readonly json: boolean
  readonly 'no-color': boolean
  readonly quiet: boolean
  readonly verbose: boolean
}

type FromFlags = Omit<
  ShellOptions,
  'command' | 'proxy' | 'reach' | 'headers' | 'platform' | 'tool' | 'seed' | 'signal' | 'directory' | 'lingerMs'
>

/** @throws CliError */
export function readShellFlags(flags: ShellFlagValues): FromFlags {
  const {save, pcap, keylog, qlog, http, timeout} = flags
  const {via} = readVia(flags)
  return {
    via,
    http: via && (http === undefined || http === 'auto') ? INSIDE : http && httpChoice(http),
    datagrams: flags.datagrams,
    timeoutMs: timeout === undefined ? undefined : timeout * 1000,
    target: readTarget(flags.target),
    evidence: {save, pcap, keylog, qlog},
    record: flags.record,
    isRecorded: !flags['no-record'],
    keepGoing: flags['keep-going'],
    failOn: flags['fail-on'],
    format: flags.json ? 'json' : flags.format,
    noColor: flags['no-color'],
    quiet: flags.quiet,
    verbose: flags.verbose,
  }
}

function readTarget(text: string | undefined): Target | undefined {
  if (text === undefined) return undefined
  try {
    return parseTarget(text)
  } catch (error) {
    if (error instanceof TargetError) throw new CliError(`--target: ${error.message}`, {code: 'bad-target'})
    throw error
  }
}
