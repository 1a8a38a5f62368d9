/** `probe webtransport` as a run of the command line. */
import {webTransportDocument} from '../probe/webtransport/document.js'
import type {WebTransportProbeOptions} from '../probe/webtransport/options.js'
import {probeWebTransport} from '../probe/webtransport/webtransport.js'
import {CliError} from './errors.js'
import {runProbe, type ProbeRun} from './probe-run.js'

export const COMMAND = 'probe webtransport'

export type ProbeWebTransportRun = WebTransportProbeOptions & ProbeRun

/** Visible characters of ASCII after a slash, without a fragment. @throws CliError */
export function readSessionPath(text: string): string {
  if (/^\/[!-"$-~]*$/.test(text)) return text
  throw new CliError('--webtransport-path: a path begins with a slash, and has no spaces and no fragment', {
    code: 'bad-path',
    next: '--webtransport-path /echo',
  })
}

/** The exit code. @throws CliError */
export function runProbeWebTransport(run: ProbeWebTransportRun): Promise<number> {
  return runProbe(run, {
    command: COMMAND,
    probe: (onEvent, signal) => probeWebTransport(run, run.platform, onEvent, signal),
    document: webTransportDocument,
  })
}
