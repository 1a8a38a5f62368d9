/** PROXY as every command reads it. */
import type {IpTemplate} from '../tunnel/ip-template.js'
import {parseProxyAddress, type ProxyAddress, type TunnelKind} from '../tunnel/proxy-address.js'
import {TemplateError, type UdpTemplate} from '../tunnel/template.js'
import {CliError} from './errors.js'

const DEFAULT_PATH: Readonly<Record<TunnelKind, string>> = {
  udp: '.well-known/masque/udp/{target_host}/{target_port}/',
  ip: '.well-known/masque/ip/{target}/{ipproto}/',
}

export function readProxy(text: string, kind?: 'udp', mayBeClear?: boolean): ProxyAddress
export function readProxy(text: string, kind: 'ip', mayBeClear?: boolean): ProxyAddress<IpTemplate>
/**
 * @param mayBeClear http:// will do: HTTP/3 is not among what was asked for
 * @throws CliError
 */
export function readProxy(
  text: string,
  kind: TunnelKind = 'udp',
  mayBeClear = false,
): ProxyAddress<UdpTemplate | IpTemplate> {
  try {
    const proxy = kind === 'udp' ? parseProxyAddress(text) : parseProxyAddress(text, 'ip')
    if (proxy.kind === 'template' && proxy.template.scheme !== 'https' && !mayBeClear) {
      const next = 'the same with https://; clear text is for --http 2 and --http 1.1 only'
      throw new CliError(`PROXY: HTTP/3 is https only, and this is ${proxy.template.scheme}`, {code: 'not-https', next})
    }
    return proxy
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new CliError(`PROXY: ${error.message}`, {
      code: `template-${error.problem}`,
      next: `https://HOST[:PORT]/${DEFAULT_PATH[kind]}, or just HOST[:PORT]`,
    })
  }
}
