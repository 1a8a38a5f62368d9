/** `serve proxy`: the reference proxy on an address of this host. */
import {makeCertificate, pinOf} from '../proxy/certificate.js'
import {withDialect} from '../proxy/dialect-policy.js'
import {honestPolicy} from '../proxy/honest-policy.js'
import {listenEverywhere} from '../proxy/listen.js'
import {serveProxy} from '../proxy/serve.js'
import {AllowList} from '../proxy/targets.js'
import type {HttpVersion} from '../http/transport.js'
import {parse} from '../net/address.js'
import type {Platform} from '../reach/options.js'
import type {DialectName} from '../tunnel/dialect/dialect.js'
import {dialects} from '../tunnel/dialect/dialects.js'
import {CliError} from './errors.js'
import type {KeptEvidence} from './evidence.js'
import {readText} from './read-text.js'
import {withFaults} from './serve-fault.js'
import {openIpNetwork, type IpFlags} from './serve-ip.js'
import {announce, checkListen, log, opening, untilInterrupted} from './serve.js'
import {reportFailures} from './tell.js'

export interface ServeProxyRun {
  readonly platform: Platform
  readonly evidence: KeptEvidence
  readonly signal: AbortSignal
  readonly listen: string
  readonly identity?: {readonly cert: string; readonly key: string}
  readonly names: readonly string[]
  readonly allow: readonly string[]
  /** Understood besides what the RFCs say. */
  readonly dialect?: DialectName
  /** What it does wrong on purpose. */
  readonly faults: readonly string[]
  /** None: all there are. */
  readonly http: readonly HttpVersion[]
  readonly ip: IpFlags
  /** TCP without TLS. */
  readonly clear: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/** The exit code. @throws CliError */
export async function runServeProxy(run: ServeProxyRun): Promise<number> {
  try {
    await serveUntilInterrupted(run)
  } catch (error) {
    await run.evidence.close()
    throw error
  }
  return reportFailures(await run.evidence.close(), 0)
}

async function serveUntilInterrupted(run: ServeProxyRun): Promise<void> {
  const {evidence, platform} = run
  const listen = checkListen(run.listen)
  // Who names a route means it to be used, whatever lies there.
  const honest = honestPolicy(readAllowed(run.allow), readAllowed([...run.allow, ...run.ip.routes]))
  const spoilt = await withFaults(honest, run.faults)
  const policy = run.dialect === undefined ? spoilt : withDialect(spoilt, dialects[run.dialect])
  const identity = await readIdentity(run, listen)
  const ip = openIpNetwork(run.ip, platform)
  const options = {
    ...run.platform,
    ip,
    ...identity,
    policy,
    local: listen,
    ...(run.http.length > 0 && {versions: run.http}),
    clear: run.clear,
    ...(!run.quiet && {onLog: log}),
    ...(evidence.wants('secret') && {
      onKeylog: (line: string, connection: number) => {
        evidence.record(platform.clock.nowNs(), {kind: 'secret', connection, line})
      },
    }),
  }
  await using served = await opening(listen, async () => {
    const listener = await listenEverywhere(options)
    return serveProxy({...options, listener})
  })
  const pin = Buffer.from(identity.pin).toString('base64')
  const {address, template, ipTemplate} = served
  announce(
    {
      json: {
        listening: address,
        http: served.http,
        template: template.text,
        ...(ipTemplate && {ipTemplate: ipTemplate.text, ...ip?.json}),
        pin,
        allowedTargets: run.allow,
        ...(run.faults.length > 0 && {faults: run.faults}),
      },
      lines: [
        `${ip ? 'UDP and IP' : 'UDP'} proxy over ${inWords(served.http, run.clear)} on ${address}`,
        ...run.faults.map(fault => `on purpose wrong in ${fault}`),
        `template  ${template.text}`,
        ...(ipTemplate ? [`for IP    ${ipTemplate.text}`, ...(ip?.words ?? [])] : []),
        `pin       ${pin}`,
        `try       masque probe udp ${template.authority}${wanted(served.http)} --pin ${pin}`,
      ],
    },
    run.json,
  )
  await untilInterrupted(run.signal)
}

/** `HTTP/3, HTTP/2 and HTTP/1.1`. */
function inWords(versions: readonly HttpVersion[], isClear: boolean): string {
  const names = versions.map(version => `HTTP/${version}${isClear && version !== '3' ? ' (clear text)' : ''}`)
  const last = names.pop() ?? ''
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last
}

/** Probes ask for HTTP/3 unless they are told. */
function wanted([first = '3']: readonly HttpVersion[]): string {
  return first === '3' ? '' : ` --http ${first}`
}

function readAllowed(entries: readonly string[]): AllowList {
  try {
    return new AllowList(entries)
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(`--allow-target: ${error.message}`, {code: 'bad-flag'})
    throw error
  }
}

interface Identity {
  readonly certificatesPem: string
  readonly keyPem: string
  readonly pin: Uint8Array
}

async function readIdentity({identity, names, platform}: ServeProxyRun, listen: string): Promise<Identity> {
  if (!identity) {
    const ip = parse(listen)?.ip ?? ''
    const own = ip === '0.0.0.0' || ip === '::' ? ['127.0.0.1', '::1'] : [ip]
    return makeCertificate([...new Set([...names, 'localhost', ...own])], platform.clock)
  }
  const certificatesPem = await readText('cert', identity.cert)
  const keyPem = await readText('key', identity.key)
  try {
    return {certificatesPem, keyPem, pin: pinOf(certificatesPem)}
  } catch {
    throw new CliError(`--cert ${identity.cert}: there is no certificate in it`, {
      code: 'bad-certificate',
      next: 'a PEM file: the certificate first, then its chain',
    })
  }
}
