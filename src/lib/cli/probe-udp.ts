/** `probe udp` between flags and result: the proxy address, the deadline, the document. */
import {toDocument} from '../probe/document.js'
import type {Platform, UdpProbeOptions} from '../probe/options.js'
import {NoTargetError, probeUdp} from '../probe/udp.js'
import type {ResultDocument} from '../report/document.js'
import {deadline, TimeoutError} from '../spec/clock.js'
import {parseProxyAddress, type ProxyAddress} from '../tunnel/proxy-address.js'
import {TemplateError} from '../tunnel/template.js'
import {CliError} from './errors.js'
import type {Reports} from './run.js'

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
  const warnings = run.reach.trust.trust === 'anything' ? ['the certificate was not checked (--insecure)'] : []
  if (proxy.kind === 'template') tellProxy(proxy.template.text, reports)
  try {
    const options = {...run, proxy}
    const result = await probeUdp(
      options,
      platform,
      event => {
        reports.event(event)
      },
      limit?.signal ?? signal,
    )
    if (limit?.signal.reason instanceof TimeoutError) warnings.push('the deadline came before the end')
    const info = {tool, command: 'probe udp', seed, startedAt, durationMs: clock.now() - beganMs, warnings}
    const document = toDocument({...result, interrupted: signal.aborted}, info, run.reach.allAddresses)
    await reports.finish(document)
    return document.exitCode
  } catch (error) {
    await reports.close()
    if (error instanceof NoTargetError) {
      throw new CliError(error.message, {
        code: 'no-target',
        next: '--responder HOST:PORT with its key, or --target HOST:PORT with --payload (dns:NAME, stun, ntp, quic-vn, hex:BYTES)',
      })
    }
    throw error
  }
}

function tellProxy(template: string, reports: Reports): void {
  reports.event({event: 'proxy', proxy: {template}, facts: {}})
}

function readProxy(text: string): ProxyAddress {
  try {
    return parseProxyAddress(text)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new CliError(`PROXY: ${error.message}`, {
      code: `template-${error.problem}`,
      next: 'https://HOST[:PORT]/.well-known/masque/udp/{target_host}/{target_port}/, or just HOST[:PORT]',
    })
  }
}
