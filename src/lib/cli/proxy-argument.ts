/** PROXY as every command reads it. */
import type {IpTemplate} from '../tunnel/ip-template.js'
import {parseProxyAddress, type ProxyAddress, type TunnelKind} from '../tunnel/proxy-address.js'
import {TemplateError, type UdpTemplate} from '../tunnel/template.js'
import {CliError} from './errors.js'

const DEFAULT_PATH: Readonly<Record<TunnelKind, string>> = {
  udp: '.well-known/masque/udp/{target_host}/{target_port}/',
  ip: '.well-known/masque/ip/{target}/{ipproto}/',
}

export function readProxy(text: string, kind?: 'udp'): ProxyAddress
export function readProxy(text: string, kind: 'ip'): ProxyAddress<IpTemplate>
/** @throws CliError */
export function readProxy(text: string, kind: TunnelKind = 'udp'): ProxyAddress<UdpTemplate | IpTemplate> {
  try {
    const proxy = kind === 'udp' ? parseProxyAddress(text) : parseProxyAddress(text, 'ip')
    if (proxy.kind === 'template' && proxy.template.scheme !== 'https') {
      const next = `the same with https://`
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
