/** Commands with flags of every kind, as the manifest would have them. */
import type {CommandInfo, FlagInfo} from '../../src/lib/config/flag.js'
import {readConfig, type ConfigFile} from '../../src/lib/config/read.js'

export const FLAGS: readonly FlagInfo[] = [
  {name: 'format', type: 'option', options: ['table', 'json'], default: 'table', env: 'MASQUE_FORMAT'},
  {name: 'json', type: 'boolean', env: 'MASQUE_JSON'},
  {name: 'timeout', type: 'option', helpValue: 'SECONDS', default: 5, env: 'MASQUE_TIMEOUT'},
  {name: 'insecure', type: 'boolean', env: 'MASQUE_INSECURE'},
  {name: 'cacert', type: 'option', helpValue: 'FILE', env: 'MASQUE_CACERT'},
  {name: 'pin', type: 'option', helpValue: 'BASE64', env: 'MASQUE_PIN'},
  {name: 'cert', type: 'option', helpValue: 'FILE', dependsOn: ['key'], env: 'MASQUE_CERT'},
  {name: 'key', type: 'option', helpValue: 'FILE', dependsOn: ['cert'], env: 'MASQUE_KEY'},
  {name: 'ipv4', type: 'boolean', exclusive: ['ipv6'], env: 'MASQUE_IPV4'},
  {name: 'ipv6', type: 'boolean', env: 'MASQUE_IPV6'},
  {name: 'header', type: 'option', multiple: true, helpValue: "'Name: value'", env: 'MASQUE_HEADER'},
  {name: 'user', type: 'option', helpValue: 'NAME:PASSWORD', exclusive: ['bearer-file'], env: 'MASQUE_USER'},
  {name: 'bearer-file', type: 'option', helpValue: 'FILE', env: 'MASQUE_BEARER_FILE'},
  {name: 'report', type: 'option', multiple: true, helpValue: 'FORMAT=PATH', env: 'MASQUE_REPORT'},
  {name: 'target', type: 'option', helpValue: 'HOST:PORT', env: 'MASQUE_TARGET'},
  {name: 'payload', type: 'option', dependsOn: ['target'], exclusive: ['responder'], env: 'MASQUE_PAYLOAD'},
  {name: 'responder', type: 'option', helpValue: 'HOST:PORT', env: 'MASQUE_RESPONDER'},
  {name: 'responder-key', type: 'option', helpValue: 'FILE', dependsOn: ['responder']},
]

export const PROBE: CommandInfo = {words: ['probe', 'udp'], takesProxy: true, flags: FLAGS}
export const SERVE: CommandInfo = {
  words: ['serve', 'proxy'],
  takesProxy: false,
  flags: [{name: 'listen', type: 'option', helpValue: 'ADDR:PORT', default: '127.0.0.1:4433', env: 'MASQUE_LISTEN'}],
}
export const COMMANDS = [PROBE, SERVE]

export function config(text: string, file = 'masque.toml', folder = '/work'): ConfigFile {
  return readConfig({file, folder, text}, COMMANDS)
}
