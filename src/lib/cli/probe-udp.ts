/** `probe udp` as a run of the command line. */
import {toDocument} from '../probe/document.js'
import type {UdpProbeOptions} from '../probe/options.js'
import {probeUdp} from '../probe/udp.js'
import {runProbe, type ProbeRun} from './probe-run.js'

export const COMMAND = 'probe udp'

export type ProbeUdpRun = UdpProbeOptions & ProbeRun

/** The exit code. @throws CliError */
export function runProbeUdp(run: ProbeUdpRun): Promise<number> {
  return runProbe(run, {
    command: COMMAND,
    probe: (onEvent, signal) => probeUdp(run, run.platform, onEvent, signal),
    document: toDocument,
  })
}
