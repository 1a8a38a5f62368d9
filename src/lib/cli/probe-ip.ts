/** `probe ip` as a run of the command line. */
import {toIpDocument} from '../probe/ip/document.js'
import {probeIp} from '../probe/ip/ip.js'
import type {IpProbeOptions} from '../probe/ip/options.js'
import {runProbe, type ProbeRun} from './probe-run.js'

export const COMMAND = 'probe ip'

export type ProbeIpRun = IpProbeOptions & ProbeRun

/** The exit code. @throws CliError */
export function runProbeIp(run: ProbeIpRun): Promise<number> {
  return runProbe(run, {
    command: COMMAND,
    probe: (onEvent, signal) => probeIp(run, run.platform, onEvent, signal),
    document: toIpDocument,
  })
}
