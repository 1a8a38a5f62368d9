/** What people write for PROXY: a template, an authority, or the word `self`. */
import {checkCharacters, defaultTemplate, parseTemplate, type UdpTemplate} from './template.js'

export type ProxyAddress = {readonly kind: 'self'} | {readonly kind: 'template'; readonly template: UdpTemplate}

/** @throws TemplateError, with the rule that is broken */
export function parseProxyAddress(text: string): ProxyAddress {
  if (text === 'self') return {kind: 'self'}
  // An authority has neither a scheme nor variables; everything else is meant to be a template.
  const isAuthority = !text.includes('://') && !/[{}/?#]/.test(text)
  if (!isAuthority) return {kind: 'template', template: parseTemplate(text)}
  checkCharacters(text)
  return {kind: 'template', template: parseTemplate(defaultTemplate(text))}
}
