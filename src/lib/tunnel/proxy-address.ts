/** What people write for PROXY: a template, an authority, or the word `self`. */
import {defaultIpTemplate, parseIpTemplate, type IpTemplate} from './ip-template.js'
import {checkCharacters, defaultTemplate, parseTemplate, type UdpTemplate} from './template.js'

export type ProxyAddress<Template = UdpTemplate> =
  {readonly kind: 'self'} | {readonly kind: 'template'; readonly template: Template}

/** What the tunnels are to carry: each kind has templates of its own. */
export type TunnelKind = 'udp' | 'ip'

export function parseProxyAddress(text: string, kind?: 'udp'): ProxyAddress
export function parseProxyAddress(text: string, kind: 'ip'): ProxyAddress<IpTemplate>
/** @throws TemplateError, with the rule that is broken */
export function parseProxyAddress(text: string, kind: TunnelKind = 'udp'): ProxyAddress<UdpTemplate | IpTemplate> {
  if (text === 'self') return {kind: 'self'}
  return {kind: 'template', template: parse(templateText(text, kind), kind)}
}

/** An authority has neither a scheme nor variables; everything else is meant to be a template. */
function templateText(text: string, kind: TunnelKind): string {
  if (text.includes('://') || /[{}/?#]/.test(text)) return text
  checkCharacters(text)
  return kind === 'udp' ? defaultTemplate(text) : defaultIpTemplate(text)
}

function parse(text: string, kind: TunnelKind): UdpTemplate | IpTemplate {
  return kind === 'udp' ? parseTemplate(text) : parseIpTemplate(text)
}
