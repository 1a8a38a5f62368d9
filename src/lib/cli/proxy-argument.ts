/** PROXY as every command reads it. */
import {parseProxyAddress, type ProxyAddress} from '../tunnel/proxy-address.js'
import {TemplateError} from '../tunnel/template.js'
import {CliError} from './errors.js'

/** @throws CliError */
export function readProxy(text: string): ProxyAddress {
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
