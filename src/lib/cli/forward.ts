/** What both forwarders need of flags before they begin. */
import type {HttpVersion} from '../http/transport.js'
import {KEEP_ALL} from '../redact/redactor.js'
import {parseTarget, TargetError, type Target} from '../tunnel/target.js'
import {CliError} from './errors.js'
import {begin, openEvidence, type KeptEvidence} from './evidence.js'
import type {EvidenceFlagValues} from './evidence-flags.js'
import type {ForwardTellerOptions} from './forward-tell.js'
import {plainFormat, type FormatName} from '../report/format-names.js'
import {openPlatform, type OpenedPlatform} from './platform.js'
import {seedOf, toolFacts} from './run.js'

export interface ForwardFlagValues extends EvidenceFlagValues {
  readonly seed?: number | undefined
  readonly format: FormatName
  readonly json: boolean
  readonly quiet: boolean
}

export interface OpenedForward {
  readonly platform: OpenedPlatform
  readonly evidence: KeptEvidence
  readonly tell: Pick<ForwardTellerOptions, 'format' | 'quiet'>
}

/**
 * @param suffices throws if this platform has not what is needed
 * @param wanted as of openPlatform
 * @throws CliError
 */
export async function openForward(
  flags: ForwardFlagValues,
  command: string,
  suffices: (platform: OpenedPlatform) => unknown,
  wanted?: readonly HttpVersion[],
): Promise<OpenedForward> {
  const seed = seedOf(flags)
  const platform = openPlatform(seed, wanted)
  suffices(platform)
  const about = {tool: toolFacts(platform.engine), command, seed, began: begin(platform.clock), redact: KEEP_ALL}
  const {pcap, keylog, qlog} = flags
  const evidence = await openEvidence({pcap, keylog, qlog, ...about})
  return {platform, evidence, tell: {format: flags.json ? 'json' : plainFormat(flags.format), quiet: flags.quiet}}
}

/** @throws CliError */
export function readTarget(text: string): Target {
  try {
    return parseTarget(text)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    throw new CliError(`--target: ${error.message}`, {code: 'bad-flag', next: '--target HOST:PORT (IPv6 in brackets)'})
  }
}
