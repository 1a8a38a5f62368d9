/** `probe chain` as a run of the command line. */
import {chainDocument} from '../probe/chain/document.js'
import {probeChain, type ChainOptions} from '../probe/chain/chain.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import {runProbe, type ProbeRun} from './probe-run.js'
import {readProxy} from './proxy-argument.js'

export const COMMAND = 'probe chain'

export type ProbeChainRun = ChainOptions & ProbeRun

type Proxies = readonly [ProxyAddress, ...ProxyAddress[]]

/** @throws CliError */
export function readProxies(texts: readonly string[]): Proxies {
  const [first = '', ...more] = texts
  return [readProxy(first), ...more.map(text => readProxy(text))]
}

/** The exit code. @throws CliError */
export function runProbeChain(run: ProbeChainRun): Promise<number> {
  return runProbe(run, {
    command: COMMAND,
    probe: (onEvent, signal) => probeChain(run, run.platform, onEvent, signal),
    document: chainDocument,
  })
}
