/** `probe udp` between flags and result: the proxy address, the deadline, the document. */
import {toDocument} from '../probe/document.js'
import type {Platform, UdpProbeOptions} from '../probe/options.js'
import {SetupError} from '../probe/setup-error.js'
import {probeUdp} from '../probe/udp.js'
import type {ResultDocument} from '../report/document.js'
import {deadline, TimeoutError} from '../spec/clock.js'
import {parseProxyAddress, type ProxyAddress} from '../tunnel/proxy-address.js'
import {TemplateError} from '../tunnel/template.js'
import {CliError} from './errors.js'
import type {Reports} from './reports.js'
import {reportFailures} from './tell.js'

export interface ProbeUdpRun extends Omit<UdpProbeOptions, 'proxy'> {
  readonly proxy: string
  readonly platform: Platform
  readonly reports: Reports
  readonly seed: number
  readonly tool: ResultDocument['tool']
  readonly signal: AbortSignal
  readonly deadlineMs?: number
}

/** The exit code. @throws CliError */
export async function runProbeUdp(run: ProbeUdpRun): Promise<number> {
  const {platform, reports, signal, deadlineMs, seed, tool} = run
  const proxy = readProxy(run.proxy)
  const {clock} = platform
  const startedAt = clock.wall()
  const beganMs = clock.now()
  using limit = deadlineMs === undefined ? undefined : deadline(clock, deadlineMs, signal)
  const onEvent = reports.event.bind(reports)
  try {
    const result = await probeUdp({...run, proxy}, platform, onEvent, limit?.signal ?? signal)
    const warnings = run.reach.trust.trust === 'anything' ? ['the certificate was not checked (--insecure)'] : []
    if (limit?.signal.reason instanceof TimeoutError) warnings.push('the deadline came before the end')
    const info = {tool, command: 'probe udp', seed, startedAt, durationMs: clock.now() - beganMs, warnings}
    const document = toDocument({...result, interrupted: signal.aborted}, info, run.reach.allAddresses)
    return reportFailures(await reports.finish(document), document.exitCode)
  } catch (error) {
    await reports.close()
    if (error instanceof SetupError) throw new CliError(error.message, {code: error.code, next: error.next})
    throw error
  }
}

function readProxy(text: string): ProxyAddress {
  try {
    const proxy = parseProxyAddress(text)
    if (proxy.kind === 'template' && proxy.template.scheme !== 'https') {
      const next = `the same with https://`
      throw new CliError(`PROXY: HTTP/3 is https only, and this is ${proxy.template.scheme}`, {code: 'not-https', next})
    }
    return proxy
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new CliError(`PROXY: ${error.message}`, {
      code: `template-${error.problem}`,
      next: 'https://HOST[:PORT]/.well-known/masque/udp/{target_host}/{target_port}/, or just HOST[:PORT]',
    })
  }
}
