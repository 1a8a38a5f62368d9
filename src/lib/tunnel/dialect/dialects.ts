/** All dialects, by name. */
import {cfConnectIp} from './cf-connect-ip.js'
import {connectIp03} from './connect-ip-03.js'
import {connectUdp03} from './connect-udp-03.js'
import type {Dialect, DialectName} from './dialect.js'
import {draftSettings} from './draft-settings.js'
import {noContextId} from './no-context-id.js'

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'draft-settings': draftSettings,
  'cf-connect-ip': cfConnectIp,
  'no-context-id': noContextId,
  'connect-udp-03': connectUdp03,
  'connect-ip-03': connectIp03,
}

export const dialectNames = Object.keys(dialects) as readonly DialectName[]
