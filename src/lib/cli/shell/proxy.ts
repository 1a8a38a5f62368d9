/** PROXY for a session, which may open tunnels of either kind: what is not said has its default at the same authority. */
import {defaultIpTemplate, parseIpTemplate, type IpTemplate} from '../../tunnel/ip-template.js'
import {defaultTemplate, parseTemplate, type UdpTemplate} from '../../tunnel/template.js'
import {CliError} from '../errors.js'
import {readProxy} from '../proxy-argument.js'

export interface Templates {
  readonly udp: UdpTemplate
  readonly ip: IpTemplate
}

export type ShellProxy = {readonly kind: 'self'} | ({readonly kind: 'template'} & Templates)

/** @throws CliError */
export function readShellProxy(text: string): ShellProxy {
  let problem: CliError
  try {
    const proxy = readProxy(text)
    return proxy.kind === 'self' ? proxy : {kind: 'template', ...templatesOf(proxy.template)}
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    problem = error
  }
  try {
    const proxy = readProxy(text, 'ip')
    if (proxy.kind === 'self') return proxy
    const {template} = proxy
    return {kind: 'template', udp: parseTemplate(defaultTemplate(template.authority)), ip: template}
  } catch (error) {
    // What is wrong with it as the usual kind is what most people want to hear.
    if (error instanceof CliError) throw problem
    throw error
  }
}

export function templatesOf(udp: UdpTemplate): Templates {
  return {udp, ip: parseIpTemplate(defaultIpTemplate(udp.authority))}
}
